namespace Solar.Runtime.Text.Chat;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c>, or another one that a template knows.</param>
/// <param name="Content">What is said.</param>
public sealed record ChatMessage(string Role, string Content)
{
    /// <summary>Role of what stands above a conversation.</summary>
    public const string System = "system";

    /// <summary>Role of who asks.</summary>
    public const string User = "user";

    /// <summary>Role of who answers: the model.</summary>
    public const string Assistant = "assistant";

    /// <summary>What an instruction is about, where it is apart from it, as in Alpaca's records; null else.</summary>
    public string? Input { get; init; }

    /// <summary>Content and input as one text, for templates that have one place for both.</summary>
    public string WholeContent => Input is null ? Content : $"{Content}\n{Input}";
}
