using System.Collections.Generic;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>One document of a task: how it reads in a prompt, what is asked about it, and what the answers are worth.</summary>
public abstract record TaskItem
{
    /// <summary>What the prompt ends with, such as <c>Question: …\nAnswer:</c>. It is given, also where the document is an example.</summary>
    public required string Query { get; init; }

    /// <summary>What follows the query where the document is an example, with the space that it begins with.</summary>
    public abstract string Target { get; }

    /// <summary>The right answer, for logs.</summary>
    public abstract string Gold { get; }

    /// <summary>
    /// The document's own text, question and choices or answer, which training data must not have. Where nobody says it, it is made of the query, with the words that a
    /// prompt puts around the question.
    /// </summary>
    public string Text { get => field ?? TextOfQuery; init; }

    /// <summary>The text that is made of the query.</summary>
    protected virtual string TextOfQuery => Query + Target;

    /// <summary>What a model is asked.</summary>
    /// <param name="before">What stands before <see cref="Query"/>: the task's description and the examples, with the blank line after them.</param>
    public abstract IReadOnlyList<EvaluationRequest> Ask(string before);

    /// <summary>The document's metrics by name, from the answers to <see cref="Ask"/> in their order.</summary>
    public abstract IReadOnlyDictionary<string, double> Score(IReadOnlyList<EvaluationAnswer> answers);
}
