using Solar.Compiler.Reading.Yaml;

namespace Solar.Compiler.Reading;

/// <summary>Where the characters of a scalar's value stand in the file, quotes and folded lines taken into account.</summary>
internal static class ScalarOffsets
{
    /// <summary>The range in the file of a range of the value; the whole scalar where escapes make them incomparable.</summary>
    public static TextRange Map(SourceFile file, YamlScalar scalar, int start, int end) =>
        Offsets(file, scalar) is { } offsets
            ? file.Clamp(offsets[start], end > start ? offsets[end - 1] + 1 : offsets[start])
            : scalar.Range;

    // The offset of every character of the value, and of its end. YAML folds white space, so only visible characters must agree.
    private static int[]? Offsets(SourceFile file, YamlScalar scalar)
    {
        string raw = file.Slice(scalar.Range);
        string value = scalar.Value;
        int[] offsets = new int[value.Length + 1];
        int at = scalar.IsPlain ? 0 : ContentStart(raw);
        for (int i = 0; i < value.Length; i++)
        {
            if (char.IsWhiteSpace(value[i]))
            {
                offsets[i] = scalar.Range.Start + at;
                at += at < raw.Length && char.IsWhiteSpace(raw[at]) ? 1 : 0;
                continue;
            }

            while (at < raw.Length && char.IsWhiteSpace(raw[at]))
            {
                at++;
            }

            if (at == raw.Length || raw[at] != value[i])
            {
                return null;
            }

            offsets[i] = scalar.Range.Start + at++;
        }

        offsets[value.Length] = scalar.Range.Start + at;
        return offsets;
    }

    private static int ContentStart(string raw)
    {
        if (raw.Length == 0 || raw[0] is '"' or '\'')
        {
            return raw.Length == 0 ? 0 : 1;
        }

        int line = raw.IndexOf('\n');
        return line < 0 ? raw.Length : line + 1;
    }
}
