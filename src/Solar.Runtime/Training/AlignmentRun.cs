using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Preferences;
using Solar.Runtime.Training.State;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The run of a stage that learns from preferences. Its reference is the model that it starts from.</summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
public sealed partial class AlignmentRun<TModel> : StageRun<TModel, PreferenceBatch>
    where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
{
    private readonly AlignTuneOptions _options;
    private readonly PreferenceSource _rows;
    private readonly PreferenceSource? _evaluationRows;
    private readonly PreferenceGuard _guard;
    private (long Step, long Tokens) _seen;

    private AlignmentRun(
        TModel model,
        bool ownsModel,
        IReadOnlyDictionary<string, Tensor>? masters,
        AlignTuneOptions options,
        TrainingInputs inputs,
        StagePreferences preferences,
        ITextTokenizer tokenizer)
        : base(model, ownsModel, masters, options, inputs, tokenizer)
    {
        _options = options;
        _rows = preferences.Training;
        _evaluationRows = preferences.Evaluation;
        _guard = new PreferenceGuard(rows => _rows.Rows.Places(rows));
        Objective = ObjectiveOf(options);
    }

    /// <summary>What is minimised.</summary>
    public PreferenceObjective Objective { get; }

    /// <summary>
    /// The log-probabilities of a forward pass beside the reference's. What cannot be right is refused: an answer without tokens, a log-probability
    /// that is not finite, and before the first step a model that is not its reference.
    /// </summary>
    /// <param name="micro">The pass.</param>
    /// <param name="logps">From <see cref="Losses.CompletionLogProbs"/>, [2 · pairs].</param>
    /// <exception cref="PreferenceException">A pair of which that is not true; the message names its row.</exception>
    public PairLogProbs Compare(PreferenceMicroBatch micro, Tensor logps)
    {
        ArgumentNullException.ThrowIfNull(micro);
        PairLogProbs pairs = PairLogProbs.Of(logps, micro.Reference, micro.Tokens);
        _guard.Check(pairs, micro.Rows);
        if (Optimizer.StepCount == 0 && Model.training)
        {
            _guard.CheckStart(pairs, Objective, micro.Rows, isHalf: _options.Bf16);
        }

        micro.Batch.Add(PreferenceMetrics.Of(pairs, Objective));
        return pairs;
    }

    /// <summary>The same of single answers (kto).</summary>
    /// <param name="micro">The pass.</param>
    /// <param name="logps">From <see cref="Losses.CompletionLogProbs"/>, [answers].</param>
    /// <exception cref="PreferenceException">A log-probability that is not finite; the message names its row.</exception>
    public AnswerLogProbs CompareAnswers(PreferenceMicroBatch micro, Tensor logps)
    {
        ArgumentNullException.ThrowIfNull(micro);
        AnswerLogProbs answers = new(logps, micro.Reference!, micro.IsDesirable!);
        _guard.Check(answers, micro.Rows);
        micro.Batch.Add(PreferenceMetrics.Of(answers, Objective));
        return answers;
    }

    /// <summary>How far the model is from its reference, by answers to other prompts (kto): a scalar without gradient.</summary>
    /// <param name="micro">The pass.</param>
    public Tensor Divergence(PreferenceMicroBatch micro)
    {
        ArgumentNullException.ThrowIfNull(micro);
        using (no_grad())
        {
            return AnswerLogProbs.Divergence(LogProbs(micro.Mismatched!), micro.Mismatched!.Reference!);
        }
    }

    private protected override PreferenceBatch MakeBatch(long step, int[][] rows, CancellationToken cancellationToken) =>
        new(step, rows, _rows, Device, Parameters, cancellationToken) { Context = Context };

    private protected override string Kind => "align_tune";

    private protected override bool HasEvaluationData => _evaluationRows is not null;

    // Rows are of many lengths, so that their steps are added up; each once, but for those before a state that is gone on with.
    private protected override long TokensBefore(long step)
    {
        if (step < _seen.Step)
        {
            _seen = default;
        }

        for (; _seen.Step < step; _seen.Step++)
        {
            _seen.Tokens += RowsOf(_seen.Step).Sum(pass => pass.Sum(row => (long)_rows.Lengths[row].Tokens));
        }

        return _seen.Tokens;
    }

    private protected override (double Loss, IReadOnlyDictionary<string, double>? Metrics) Evaluate(long step, CancellationToken cancellationToken)
    {
        int[][] passes = [.. Enumerable.Range(0, _evaluationRows!.Rows.Count).Chunk(_options.PerDeviceEvalBatchSize)];
        PreferenceBatch batch = new(step, passes, _evaluationRows, Device, Parameters, cancellationToken);
        double sum = 0;
        foreach (PreferenceMicroBatch micro in batch)
        {
            using var scope = NewDisposeScope();
            Tensor loss = Objective.IsOfSingleAnswers
                ? Objective.Loss(CompareAnswers(micro, LogProbs(micro)), Divergence(micro), batch.Pairs, batch.ChosenTokens)
                : Objective.Loss(Compare(micro, LogProbs(micro)), batch.Pairs, batch.ChosenTokens);
            sum += loss.to(ScalarType.Float64).item<double>();
        }

        return (sum, batch.Measured);
    }

    private protected override void DisposeData()
    {
        _rows.Dispose();
        _evaluationRows?.Dispose();
    }

    private Tensor LogProbs(PreferenceMicroBatch micro) =>
        Losses.CompletionLogProbs(Model.Hidden(micro.InputIds, micro.Context), Model.Head, micro.Labels);

    private static PreferenceObjective ObjectiveOf(AlignTuneOptions options) => new()
    {
        Types = options.LossType,
        Weights = options.LossWeights,
        Beta = options.Beta,
        LabelSmoothing = options.LabelSmoothing,
        SimpoGamma = options.SimpoGamma,
        DesirableWeight = options.DesirableWeight,
        UndesirableWeight = options.UndesirableWeight,
    };
}
