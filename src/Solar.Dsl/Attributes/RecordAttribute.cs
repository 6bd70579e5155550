using System;

namespace Solar;

/// <summary>What data sets of records declare: which are taken, and how their fields are read.</summary>
/// <param name="path">The file, relative to the program's data folder.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class RecordAttribute(string path) : DataAttribute(path)
{
    /// <summary>The field that holds the text, for plain text. Default: <c>text</c>.</summary>
    public string Field { get; set; } = "text";

    /// <summary>How the fields of a record are read. Default: <see cref="RecordFormat.Text"/>.</summary>
    public RecordFormat Format { get; set; }

    /// <summary>The field of what the system says. Default: the format's own.</summary>
    public string SystemField { get; set; } = "";

    /// <summary>The field of the instruction or question. Default: the format's own.</summary>
    public string PromptField { get; set; } = "";

    /// <summary>The field of what an instruction is about. Default: the format's own.</summary>
    public string InputField { get; set; } = "";

    /// <summary>The field of the answer. Default: the format's own.</summary>
    public string CompletionField { get; set; } = "";

    /// <summary>The field of the list of messages. Default: the format's own.</summary>
    public string MessagesField { get; set; } = "";

    /// <summary>The field of a message that says who speaks. Default: the format's own.</summary>
    public string RoleField { get; set; } = "";

    /// <summary>The field of a message that says what is said. Default: the format's own.</summary>
    public string ContentField { get; set; } = "";

    /// <summary>The field of the better answer. Default: the format's own.</summary>
    public string ChosenField { get; set; } = "";

    /// <summary>The field of the worse answer. Default: the format's own.</summary>
    public string RejectedField { get; set; } = "";

    /// <summary>The field that says whether an answer is wanted. Default: the format's own.</summary>
    public string LabelField { get; set; } = "";

    /// <summary>Format gsm8k: whether calculations such as <c>&lt;&lt;6*3=18&gt;&gt;</c> stay in the answer. Default: true.</summary>
    public bool CalculatorMarks { get; set; } = true;

    /// <summary>Which records are taken, such as <c>lang == 'en' and score &gt;= 0.5</c>. Default: all.</summary>
    public string Filter { get; set; } = "";
}
