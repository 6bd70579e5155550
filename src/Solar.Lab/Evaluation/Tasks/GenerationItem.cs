using System;
using System.Collections.Generic;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>A question whose answer a model writes.</summary>
public sealed record GenerationItem : TaskItem
{
    /// <summary>The right answer, without a space before it: what follows the query where the document is an example.</summary>
    public required string Answer { get; init; }

    /// <summary>Strings that the model's answer ends before, in the order in which they are looked for.</summary>
    public required IReadOnlyList<string> Until { get; init; }

    /// <summary>Greatest number of tokens of the model's answer.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>The metrics of what a model wrote.</summary>
    public required Func<string, IReadOnlyDictionary<string, double>> Judge { get; init; }

    /// <inheritdoc/>
    public override string Target => " " + Answer;

    /// <inheritdoc/>
    public override string Gold => Answer;

    /// <inheritdoc/>
    public override IReadOnlyList<EvaluationRequest> Ask(string before) => [new GenerationRequest(before + Query, Until, MaxNewTokens)];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Score(IReadOnlyList<EvaluationAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);

        return Judge(((GenerationAnswer)answers[0]).Text);
    }
}
