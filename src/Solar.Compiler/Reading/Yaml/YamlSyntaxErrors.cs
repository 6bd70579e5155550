using System;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>YamlDotNet's messages, mended where they mislead.</summary>
internal static class YamlSyntaxErrors
{
    /// <summary>What a syntax error means.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fault">YamlDotNet's message.</param>
    /// <param name="range">Where it stopped.</param>
    public static YamlProblem Describe(SourceFile file, string fault, TextRange range)
    {
        string message = fault.Replace("  ", " ").TrimEnd('.');
        if (message.EndsWith("did not find expected ',' or '}'", StringComparison.Ordinal))
        {
            // A shortcoming of YamlDotNet, whose message contradicts itself: within braces it takes no anchor on a value that more follows.
            string before = file.Text.Substring(0, range.Start).TrimEnd();
            int anchor = before.LastIndexOf('&');
            if (before.EndsWith(",", StringComparison.Ordinal) && anchor > before.LastIndexOf('{'))
            {
                return new YamlProblem(
                    "an anchor cannot stand within braces before a further key; write this mapping on lines of its own",
                    new TextRange(anchor, before.Length - 1));
            }
        }

        return new YamlProblem(message, range);
    }
}
