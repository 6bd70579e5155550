using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Evaluation.Requests;
using Solar.Runtime.Text;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>
/// Requests as the tokens that a model is fed, by the rules of EleutherAI's lm-evaluation-harness (<c>_encode_pair</c>,
/// <c>_loglikelihood_tokens</c>, <c>get_rolling_token_windows</c>).
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="options">Begin tokens and the rule for empty contexts.</param>
/// <param name="maxLength">Greatest number of tokens that the model is fed.</param>
internal sealed class RequestEncoder(ITextTokenizer tokenizer, EngineOptions options, int maxLength)
{
    private readonly bool _begins = options.Begins(tokenizer);
    private readonly int _prefix = options.Prefix(tokenizer);

    /// <summary>The windows of requests for log-likelihoods, in the order of the requests.</summary>
    /// <param name="requests">Requests of the kinds that are scored; several in a row with one context encode it once.</param>
    /// <param name="cancellationToken">Stops between two contexts.</param>
    /// <exception cref="ArgumentException">A continuation has no token of its own.</exception>
    public List<ScoredWindow> Encode(IReadOnlyList<EvaluationRequest> requests, CancellationToken cancellationToken)
    {
        (int Start, int End)[] runs = [.. Runs(requests)];
        var windows = new List<ScoredWindow>[runs.Length];
        void EncodeRun(int index)
        {
            (int start, int end) = runs[index];
            windows[index] = [];
            string? context = null;
            IReadOnlyList<int> ids = [];
            for (int i = start; i < end; i++)
            {
                if (requests[i] is RollingRequest rolling)
                {
                    AddRolling(i, rolling.Context, windows[index]);
                    continue;
                }

                string trimmed = WithoutTrailingSpace(requests[i].Context);
                if (trimmed != context)
                {
                    (context, ids) = (trimmed, EncodeContext(trimmed));
                }

                windows[index].Add(Window(i, (LogLikelihoodRequest)requests[i], context, ids));
            }
        }

        Each(runs.Length, EncodeRun, cancellationToken);
        return [.. windows.SelectMany(run => run)];
    }

    /// <summary>The prompts of requests for texts, in the order of the requests, and how many tokens each lost on its left.</summary>
    /// <exception cref="TooFewPositionsException">A request asks for as many new tokens as the model has positions.</exception>
    public (int[] Tokens, int Lost)[] Encode(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        var prompts = new (int[], int)[requests.Count];
        void EncodeOne(int i)
        {
            int room = maxLength - requests[i].MaxNewTokens;
            if (room < 1 || requests[i].MaxNewTokens < 1)
            {
                throw new TooFewPositionsException(requests[i].MaxNewTokens, maxLength);
            }

            IReadOnlyList<int> ids = EncodeContext(requests[i].Context);
            int lost = Math.Max(0, ids.Count - room);
            prompts[i] = ([.. ids.Skip(lost)], lost);
        }

        Each(requests.Count, EncodeOne, cancellationToken);
        return prompts;
    }

    // Requests in a row whose contexts are one, which follow one another where they are of one document.
    private static IEnumerable<(int Start, int End)> Runs(IReadOnlyList<EvaluationRequest> requests)
    {
        for (int start = 0, end; start < requests.Count; start = end)
        {
            for (end = start + 1; end < requests.Count && requests[end].Context == requests[start].Context; end++)
            {
            }

            yield return (start, end);
        }
    }

    private void Each(int count, Action<int> encode, CancellationToken cancellationToken)
    {
        if (tokenizer.IsThreadSafe)
        {
            try
            {
                Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, encode);
            }
            catch (AggregateException exception) when (exception.InnerExceptions.Count > 0)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
            }

            return;
        }

        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            encode(i);
        }
    }

    private IReadOnlyList<int> EncodeContext(string context)
    {
        IReadOnlyList<int> ids = context.Length == 0 ? [] : tokenizer.Encode(context, _begins);
        return ids.Count == 0 ? [_prefix] : ids;
    }

    private ScoredWindow Window(int owner, LogLikelihoodRequest request, string context, IReadOnlyList<int> contextIds)
    {
        IReadOnlyList<int> whole;
        int known;
        if (context.Length == 0)
        {
            (whole, known) = (tokenizer.Encode(request.Context + request.Continuation, addBos: false), 0);
        }
        else
        {
            (whole, known) = (tokenizer.Encode(request.Context + request.Continuation, _begins), contextIds.Count);
        }

        int scored = whole.Count - known;
        if (scored < 1)
        {
            throw new ArgumentException($"The continuation \"{request.Continuation}\" has no token of its own after \"…{Tail(request.Context)}\".");
        }

        // The tokens of the context alone, and then those of the whole from where the context's end: as the harness, also where both disagree.
        int total = contextIds.Count + scored;
        int lost = Math.Max(0, total - (maxLength + 1));
        int[] tokens = new int[total - lost];
        for (int i = 0; i < tokens.Length; i++)
        {
            int at = i + lost;
            tokens[i] = at < contextIds.Count ? contextIds[at] : whole[at - contextIds.Count + known];
        }

        int fitting = Math.Min(scored, tokens.Length - 1);
        return new ScoredWindow(owner, tokens, fitting, lost, IsCut: fitting < scored);
    }

    // Each token is predicted once, from as many before it as its window has; the last window reaches back over what is predicted already.
    private void AddRolling(int owner, string text, List<ScoredWindow> windows)
    {
        int[] tokens = [_prefix, .. text.Length == 0 ? [] : tokenizer.Encode(text, addBos: false)];
        for (int predicted = 1; predicted < tokens.Length;)
        {
            int scored = Math.Min(maxLength, tokens.Length - predicted);
            int end = predicted + scored;
            int start = predicted == 1 ? 0 : end - maxLength - 1;
            windows.Add(new ScoredWindow(owner, tokens[start..end], scored));
            predicted = end;
        }
    }

    // The harness moves what Python's str.rstrip takes off a context to its continuation: the text of both together stays what it was.
    private static string WithoutTrailingSpace(string context)
    {
        int length = context.Length;
        while (length > 0 && (char.IsWhiteSpace(context[length - 1]) || context[length - 1] is >= '\u001c' and <= '\u001f'))
        {
            length--;
        }

        return length == context.Length ? context : context[..length];
    }

    private static string Tail(string text) => text.Length > 40 ? text[^40..] : text;
}
