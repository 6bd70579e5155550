using System.Collections.Generic;

namespace Solar.Runtime.Text;

/// <summary>What a model wrote after a prompt.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Continuation">What follows it.</param>
/// <param name="Ids">The ids of the continuation, without an end token.</param>
/// <param name="IsComplete">Whether the model ended the text itself; else the tokens or positions ran out.</param>
public sealed record GeneratedText(string Prompt, string Continuation, IReadOnlyList<int> Ids, bool IsComplete)
{
    /// <summary>Prompt and continuation.</summary>
    public string Text => Prompt + Continuation;
}
