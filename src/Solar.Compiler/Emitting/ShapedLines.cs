using System.Collections.Generic;
using System.Linq;

namespace Solar.Compiler.Emitting;

/// <summary>The lines of a forward pass, some with the shape of what they make. The shapes of one pass stand in one column, wherever its longest line ends.</summary>
internal sealed class ShapedLines
{
    private const int Column = 96;

    private readonly List<(string Code, string? Shape)> _lines = [];

    /// <summary>Adds a line; an empty one separates steps.</summary>
    /// <param name="code">The code.</param>
    /// <param name="shape">The shape, without brackets; null for none.</param>
    public void Add(string code, string? shape = null) => _lines.Add((code, shape));

    /// <summary>A method's body.</summary>
    /// <param name="signature">What stands before the brace.</param>
    public string ToMethod(string signature) =>
        $"{signature}\n{{\n{string.Join("\n", Written().Select(line => line.Length == 0 ? "" : "    " + line))}\n}}";

    private IEnumerable<string> Written()
    {
        int column = _lines.Where(line => line.Shape is not null).Select(line => line.Code.Length + 2).Append(Column).Max();
        return _lines.Select(line => line.Shape is { } shape ? $"{line.Code.PadRight(column)}// [{shape}]" : line.Code);
    }
}
