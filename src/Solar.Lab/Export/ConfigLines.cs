using System;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Solar.Lab.Export;

/// <summary>A YAML file of an engine, line by line.</summary>
internal sealed partial class ConfigLines
{
    private readonly StringBuilder _text = new();

    /// <summary>A remark above what follows.</summary>
    public ConfigLines Comment(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            _text.Append("# ").Append(line).Append('\n');
        }

        return this;
    }

    /// <summary>An empty line.</summary>
    public ConfigLines Blank()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>A key with a number, a flag, a text or a list of them.</summary>
    public ConfigLines Key(string key, object value)
    {
        _text.Append(key).Append(": ").Append(Scalar(value)).Append('\n');
        return this;
    }

    /// <summary>Lines as they are, such as a nested block.</summary>
    public ConfigLines Block(string block)
    {
        _text.Append(block.TrimEnd('\n')).Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A value as YAML 1.1 has it, which PyYAML reads: <c>2e-5</c> would be a text there, <c>2.0e-05</c> is a number.</summary>
    public static string Scalar(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => Number(number),
        string text => PlainText().IsMatch(text) && !LooksOtherwise().IsMatch(text) ? text : Quote(text),
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Scalar))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = exponent < 0 ? text : text[..exponent];
        string pointed = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".0";
        return exponent < 0 ? pointed : pointed + text[exponent..].Replace('E', 'e');
    }

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";

    [GeneratedRegex(@"\A[A-Za-z_./][A-Za-z0-9_./-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();

    // What YAML 1.1 takes for a flag, a null or a number.
    [GeneratedRegex(@"\A(y|n|yes|no|true|false|on|off|null|\.inf|\.nan|\.[0-9]+)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksOtherwise();
}
