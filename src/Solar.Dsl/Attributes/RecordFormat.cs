namespace Solar;

/// <summary>How the fields of a JSON record are read.</summary>
/// <remarks>In the order of the key's choices, so that a member's value is the index of its word.</remarks>
public enum RecordFormat
{
    /// <summary><c>text</c>: one field of plain text.</summary>
    Text,

    /// <summary><c>alpaca</c>: <c>instruction</c>, <c>input</c> and <c>output</c>.</summary>
    Alpaca,

    /// <summary><c>prompt_completion</c>: <c>prompt</c> and <c>completion</c>, texts or lists of messages.</summary>
    PromptCompletion,

    /// <summary><c>messages</c>: turns with <c>role</c> and <c>content</c>.</summary>
    Messages,

    /// <summary><c>preference</c>: <c>prompt</c>, <c>chosen</c> and <c>rejected</c>, texts or lists of messages.</summary>
    Preference,

    /// <summary><c>openorca</c>: <c>system_prompt</c>, <c>question</c> and <c>response</c>.</summary>
    OpenOrca,

    /// <summary><c>sharegpt</c>: <c>conversations</c> of <c>from</c> and <c>value</c>.</summary>
    ShareGpt,

    /// <summary><c>gsm8k</c>: <c>question</c> and <c>answer</c>, with calculations.</summary>
    Gsm8k,

    /// <summary><c>orca_pairs</c>: <c>system</c>, <c>question</c>, <c>chosen</c> and <c>rejected</c>.</summary>
    OrcaPairs,

    /// <summary><c>ultrafeedback</c>: <c>chosen</c> and <c>rejected</c> as lists of messages that repeat the prompt.</summary>
    UltraFeedback,

    /// <summary><c>hh_rlhf</c>: <c>chosen</c> and <c>rejected</c> as transcripts.</summary>
    HhRlhf,

    /// <summary><c>alpaca_preference</c>: <c>instruction</c>, <c>input</c>, <c>chosen</c> and <c>rejected</c>.</summary>
    AlpacaPreference,

    /// <summary><c>kto</c>: <c>prompt</c>, <c>completion</c> and <c>label</c>.</summary>
    Kto,
}
