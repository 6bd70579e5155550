using System;
using System.Collections.Generic;

namespace Solar.Runtime.Text.Chat;

/// <summary>How a built-in template writes the turns of a conversation. Published format strings are facts; where each is from stands in docs/chat.md.</summary>
internal sealed record TurnFormat
{
    /// <summary>Stands in a format for the begin token's text, and for the end token's.</summary>
    public const string Bos = "{bos}", Eos = "{eos}";

    /// <summary>The template's name.</summary>
    public required string Name { get; init; }

    /// <summary>Before the first turn.</summary>
    public string Begin { get; init; } = "";

    /// <summary>Before and behind what the system says; null where there is no such turn.</summary>
    public (string Before, string Behind)? System { get; init; }

    /// <summary>Before and behind what the system says, where it stands within the first turn of the user; null where it does not.</summary>
    public (string Before, string Behind)? SystemInUser { get; init; }

    /// <summary>Said by the system where a conversation does not say it; null for nothing.</summary>
    public string? DefaultSystem { get; init; }

    /// <summary>The same where the first turn of the user has an input of its own (Alpaca).</summary>
    public string? DefaultSystemWithInput { get; init; }

    /// <summary>Before and behind a turn of the user.</summary>
    public required (string Before, string Behind) User { get; init; }

    /// <summary>Between a user's content and its input; null where they are one text.</summary>
    public string? BeforeInput { get; init; }

    /// <summary>Before an answer: a text ends with it where the model is to go on.</summary>
    public required string BeforeAnswer { get; init; }

    /// <summary>Between that and the answer, where the model writes it: as in <c>[/INST] answer</c>.</summary>
    public string AnswerLead { get; init; } = "";

    /// <summary>Ends an answer; the model learns to write it.</summary>
    public required string EndOfAnswer { get; init; }

    /// <summary>Behind the end of an answer; not learnt.</summary>
    public string BehindAnswer { get; init; } = "";

    /// <summary>Whether white space at both ends of contents is cut off.</summary>
    public bool Trims { get; init; }

    /// <summary>Whether turns have to go from user to assistant and back.</summary>
    public bool Alternates { get; init; }

    /// <summary>The marks that are single tokens with a tokenizer that is made for the template.</summary>
    public IReadOnlyList<string> Marks { get; init; } = Array.Empty<string>();
}
