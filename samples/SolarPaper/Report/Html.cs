using System;
using System.Globalization;
using System.Security;
using System.Text;
using Solar.Lab.Evaluation.Results;

namespace SolarPaper.Report;

/// <summary>A page that is written from its beginning on. What is put into text by <c>{}</c> is escaped, unless it is a <see cref="Markup"/>.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds text whose holes are escaped.</summary>
    public Html Add(FormattableString text)
    {
        object[] escaped = Array.ConvertAll(text.GetArguments(), argument => argument switch
        {
            Markup markup => markup.Text,
            IFormattable number when number is not Enum => (object)number,
            _ => Escape(argument?.ToString() ?? ""),
        });
        _text.Append(string.Format(CultureInfo.InvariantCulture, text.Format, escaped)).Append('\n');
        return this;
    }

    /// <summary>Adds what is a part of a page already.</summary>
    public Html AddRaw(string markup)
    {
        _text.Append(markup).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Text as a page has it.</summary>
    public static string Escape(string text) => SecurityElement.Escape(text);

    /// <summary>A count with its thousands apart; a dash where it is not known.</summary>
    public static string Count(long? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>A difference in percent, with its sign.</summary>
    public static string Signed(double? value) => value?.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>What the paper calls a column, below our own name where that is another one.</summary>
    public static Markup Beside(string name, string paper) => new(name == paper ? "" : $"<small>{Escape(paper)}</small>");

    /// <summary>A verdict as a sign and words: colour alone says nothing.</summary>
    public static Markup Shown(Verdict? verdict) => new(verdict is { } known
        ? $"<span class=\"verdict {Name(known)}\"><span aria-hidden=\"true\">{VerdictWords.Sign(known)}</span> {VerdictWords.Of(known)}</span>"
        : "<span class=\"verdict none\">not given</span>");

    private static string Name(Verdict verdict) => verdict switch { Verdict.Better => "better", Verdict.Worse => "worse", _ => "noise" };
}

/// <summary>A part of a page, which is not escaped.</summary>
/// <param name="Text">The part.</param>
internal sealed record Markup(string Text);
