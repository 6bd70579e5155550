using System;
using System.Text;

namespace Solar.Compiler.Emitting;

/// <summary>Text with indentation, LF line ends and no trailing spaces. Shapes are raw strings; this only nests and repeats them.</summary>
internal sealed class IndentedWriter
{
    private const string Indent = "    ";

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Columns that the indentation takes.</summary>
    public int Column => _depth * Indent.Length;

    /// <summary>Writes one or more lines, each indented; an empty line stays empty.</summary>
    public void Write(string lines)
    {
        foreach (string line in lines.Replace("\r\n", "\n").Split('\n'))
        {
            if (line.Length > 0)
            {
                for (int i = 0; i < _depth; i++)
                {
                    _text.Append(Indent);
                }

                _text.Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Writes an empty line.</summary>
    public void Line() => _text.Append('\n');

    /// <summary>Opens a brace; disposing closes it, with <paramref name="end"/> after the brace.</summary>
    public Block WriteBlock(string end = "")
    {
        Write("{");
        _depth++;
        return new Block(this, "}" + end);
    }

    /// <summary>Opens a bracket; disposing closes it, with <paramref name="end"/> after the bracket.</summary>
    public Block WriteList(string end = "")
    {
        Write("[");
        _depth++;
        return new Block(this, "]" + end);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>An open brace or bracket.</summary>
    internal readonly struct Block(IndentedWriter writer, string end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Write(end);
        }
    }
}
