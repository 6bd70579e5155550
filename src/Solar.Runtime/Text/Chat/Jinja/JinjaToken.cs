namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>What a token of a template is.</summary>
internal enum JinjaTokenKind
{
    /// <summary>Text between tags.</summary>
    Text,

    /// <summary><c>{{</c>.</summary>
    OutputBegin,

    /// <summary><c>}}</c>.</summary>
    OutputEnd,

    /// <summary><c>{%</c>.</summary>
    BlockBegin,

    /// <summary><c>%}</c>.</summary>
    BlockEnd,

    /// <summary>A word.</summary>
    Name,

    /// <summary>A text in quotes, without them.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction.</summary>
    Float,

    /// <summary>A sign such as <c>==</c>.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}

/// <summary>A token of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="At">Where it begins.</param>
internal readonly record struct JinjaToken(JinjaTokenKind Kind, string Text, int At)
{
    /// <summary>Whether it is a sign.</summary>
    public bool Is(string sign) => Kind == JinjaTokenKind.Operator && Text == sign;

    /// <summary>Whether it is a word.</summary>
    public bool IsName(string name) => Kind == JinjaTokenKind.Name && Text == name;

    /// <summary>The token as messages name it.</summary>
    public override string ToString() => Kind switch
    {
        JinjaTokenKind.End => "the end of the template",
        JinjaTokenKind.BlockEnd => "'%}'",
        JinjaTokenKind.OutputEnd => "'}}'",
        JinjaTokenKind.Text => "text",
        _ => $"'{Text}'",
    };
}
