using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Lab.Evaluation.Requests;
using Solar.Runtime;
using Solar.Runtime.Text;
using static TorchSharp.torch;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>
/// A model that answers requests as EleutherAI's lm-evaluation-harness has it answer them, in batches: log-likelihoods without logits of the
/// prompt, what requests begin with computed once, texts generated many at a time.
/// </summary>
/// <typeparam name="TModel">The model's type.</typeparam>
public sealed class ModelAnswerer<TModel> : IRequestAnswerer, IAnswerSource
    where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
{
    /// <summary>Whoever changes what an answer is, beyond its last digits, changes this: answers that are kept are then computed anew.</summary>
    private const string Engine = "engine 1";

    /// <summary>What a generated token costs, in tokens of a prompt: a guess for the share that is done.</summary>
    private const int GeneratedWeight = 8;

    private readonly EngineOptions _options;
    private readonly ITextTokenizer _tokenizer;
    private readonly RequestEncoder _encoder;
    private readonly ModelPass _pass;

    /// <param name="model">The model; it belongs to the caller, and is put into evaluation mode.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="options">How it answers; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside of its range, or the length beyond the model's positions.</exception>
    public ModelAnswerer(TModel model, ITextTokenizer tokenizer, EngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        _options = options ?? new EngineOptions();
        _options.Check();
        MaxLength = _options.MaxLength ?? model.MaxPositions;
        if (MaxLength > model.MaxPositions)
        {
            throw new ArgumentException($"MaxLength is {MaxLength}, the model was declared with {model.MaxPositions} positions.", nameof(options));
        }

        model.eval();
        _tokenizer = tokenizer;
        _encoder = new RequestEncoder(tokenizer, _options, MaxLength);
        _pass = ModelPass.Of(model);
        Settings = FormattableString.Invariant($"{Engine}, begin token {_options.Begins(tokenizer)}, empty context {_options.EmptyContext}, length {MaxLength}, {Types(model)}");
    }

    /// <summary>Greatest number of tokens that the model is fed.</summary>
    public int MaxLength { get; }

    /// <summary>All that answers follow from beside the model's files, the tokenizer and the requests, as a text: what answers are kept under.</summary>
    public string Settings { get; }

    /// <summary>What was left out of the requests that were answered so far.</summary>
    public TruncationCount Truncated { get; private set; }

    /// <summary>What was computed so far.</summary>
    public EngineWork Work { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<EvaluationAnswer> Answer(
        IReadOnlyList<EvaluationRequest> requests, IProgress<AnswerProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        AnswerSheet sheet = new(requests, progress);
        Compute(sheet.Distinct, sheet.IsKnown, sheet.Take, cancellationToken);
        return sheet.Answers();
    }

    /// <inheritdoc/>
    public void Compute(
        IReadOnlyList<EvaluationRequest> requests, IReadOnlyList<bool> isKnown, Action<AnsweredBatch> onBatch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(isKnown);
        ArgumentNullException.ThrowIfNull(onBatch);

        int[] scored = [.. Enumerable.Range(0, requests.Count).Where(i => requests[i] is not GenerationRequest)];
        int[] written = [.. Enumerable.Range(0, requests.Count).Where(i => requests[i] is GenerationRequest)];
        WorkShare share = new(requests.Where((_, i) => !isKnown[i]).Sum(Weight));
        foreach (int[] block in scored.Chunk(_options.BlockRequests).Concat(written.Chunk(_options.BlockRequests)))
        {
            // A block of which everything is known need not even be encoded.
            double weight = block.Where(i => !isKnown[i]).Sum(i => Weight(requests[i]));
            if (!block.All(i => isKnown[i]))
            {
                Block asked = new([.. block.Select(i => requests[i])], [.. block.Select(i => isKnown[i])], batch =>
                {
                    Truncated = batch.Answers.Aggregate(Truncated, (sum, answer) => sum + TruncationCount.Of(answer.Answer));
                    onBatch(new AnsweredBatch(
                        [.. batch.Answers.Select(answer => (block[answer.Request], answer.Answer))], share.At(batch.Share * weight)));
                });
                if (asked.Requests[0] is GenerationRequest)
                {
                    Write(asked, cancellationToken);
                }
                else
                {
                    Score(asked, cancellationToken);
                }
            }

            share.Done += weight;
        }
    }

    private void Score(Block block, CancellationToken cancellationToken)
    {
        List<ScoredWindow> windows = _encoder.Encode(block.Requests, cancellationToken);
        AnswerEmpty(block, windows);

        ScoredRow[] rows = ScoredRow.Of(windows);
        bool isShared = _options.SharesPrefixes && !_pass.DependsOnLength;
        PrefixTree tree = isShared ? PrefixTree.Of(rows) : PrefixTree.Flat(rows);

        WindowSums sums = new(windows);
        long asked = windows.Where(window => !block.IsKnown[window.Owner]).Sum(window => (long)window.InputLength), done = 0;
        bool IsKnown(ScoredRow row) => row.Windows.All(window => block.IsKnown[window.Owner]);
        void Take(IReadOnlyList<ScoredRow> batch, IReadOnlyList<WindowScore> scores)
        {
            var answers = new List<(int, EvaluationAnswer)>();
            int tokens = 0;
            foreach ((ScoredWindow window, WindowScore score) in batch.SelectMany(row => row.Windows).Zip(scores))
            {
                EvaluationAnswer? answer = sums.Add(window, score, block.Requests[window.Owner]);
                if (!block.IsKnown[window.Owner])
                {
                    tokens += window.InputLength;
                    if (answer is not null)
                    {
                        answers.Add((window.Owner, answer));
                    }
                }
            }

            done += tokens;
            Work += new EngineWork(answers.Count, tokens, 0, 0, 0);
            block.OnBatch(new AnsweredBatch(answers, (double)done / asked));
        }

        TreeScorer scorer = new(_pass, new RowBatches(_options.BatchTokens, _pass.DependsOnLength), IsKnown, Take, cancellationToken);
        try
        {
            scorer.Score(tree);
        }
        finally
        {
            Work += scorer.Work;
        }
    }

    // A text without tokens has none to be predicted.
    private static void AnswerEmpty(Block block, List<ScoredWindow> windows)
    {
        HashSet<int> owners = [.. windows.Select(window => window.Owner)];
        (int, EvaluationAnswer)[] empty = [.. Enumerable.Range(0, block.Requests.Count)
            .Where(i => !owners.Contains(i) && !block.IsKnown[i])
            .Select(i => (i, (EvaluationAnswer)new RollingAnswer(0, 0)))];
        if (empty.Length > 0)
        {
            block.OnBatch(new AnsweredBatch(empty, 0));
        }
    }

    private void Write(Block block, CancellationToken cancellationToken)
    {
        GenerationRequest[] requests = [.. block.Requests.Cast<GenerationRequest>()];
        (int[] Tokens, int Lost)[] prompts = _encoder.Encode(requests, cancellationToken);

        // Rows of a batch have room for equally many tokens, so that none runs out of the model's positions for another's sake.
        GreedyRow[] rows = [.. requests
            .Select((request, i) => new GreedyRow(i, prompts[i].Tokens, prompts[i].Lost, request))
            .OrderByDescending(row => row.Request.MaxNewTokens)
            .ThenByDescending(row => row.Prompt.Length)];
        GreedyRow[][] batches = [.. rows
            .GroupBy(row => (row.Request.MaxNewTokens, Length: _pass.DependsOnLength ? row.Prompt.Length : 0))
            .SelectMany(group => group.Chunk(_options.GenerationBatch))
            .Where(batch => !batch.All(row => block.IsKnown[row.Owner]))];

        GreedyWriter writer = new(_pass, _tokenizer, cancellationToken);
        double all = batches.Sum(batch => (double)batch.Length), done = 0;
        foreach (GreedyRow[] batch in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            EngineWork before = writer.Work;
            string[] texts = writer.Write(batch, step => block.OnBatch(new AnsweredBatch([], (done + (step * batch.Length)) / all)));
            done += batch.Length;

            (int, EvaluationAnswer)[] answers = [.. batch.Zip(texts)
                .Where(pair => !block.IsKnown[pair.First.Owner])
                .Select(pair => (pair.First.Owner, (EvaluationAnswer)new GenerationAnswer(pair.Second) { LostTokens = pair.First.Lost }))];
            Work += new EngineWork(
                answers.Length,
                batch.Sum(row => (long)row.Prompt.Length) + writer.Work.TokensGenerated - before.TokensGenerated,
                writer.Work.TokensComputed - before.TokensComputed,
                writer.Work.Passes - before.Passes,
                writer.Work.TokensGenerated - before.TokensGenerated);
            block.OnBatch(new AnsweredBatch(answers, done / all));
        }
    }

    private static string Types(TModel model) =>
        string.Join(" and ", model.parameters().Select(parameter => parameter.dtype.ToString()).Distinct().Order(StringComparer.Ordinal));

    // Characters stand for tokens before anything is encoded; what is longer than the model is cut.
    private double Weight(EvaluationRequest request) => request switch
    {
        RollingRequest rolling => rolling.Context.Length,
        GenerationRequest generation => Math.Min(generation.Context.Length, 3 * MaxLength) + (3 * GeneratedWeight * generation.MaxNewTokens),
        LogLikelihoodRequest scored => Math.Min(scored.Context.Length + scored.Continuation.Length, 3 * MaxLength),
        _ => throw new NotSupportedException($"{request.GetType().Name} is no kind of request that a model answers."),
    };

    private sealed record Block(IReadOnlyList<EvaluationRequest> Requests, bool[] IsKnown, Action<AnsweredBatch> OnBatch);

    private sealed class WorkShare(double all)
    {
        public double Done { get; set; }

        public double At(double within) => all == 0 ? 1 : Math.Min(1, (Done + within) / all);
    }
}
