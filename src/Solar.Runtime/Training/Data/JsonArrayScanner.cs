using System;

namespace Solar.Runtime.Training.Data;

/// <summary>Finds the elements of a JSON array byte by byte. Structure alone is judged here; what an element holds is its reader's matter.</summary>
/// <param name="file">The file, for messages.</param>
internal sealed class JsonArrayScanner(string file)
{
    private enum Place
    {
        BeforeArray,
        BeforeElement,
        InElement,
        AfterArray,
    }

    private byte[] _element = new byte[1024];
    private Place _place = Place.BeforeArray;
    private int _length, _depth;
    private long _line = 1;
    private bool _isText, _isEscaped, _isAfterComma;

    /// <summary>The element that was found; valid until the next byte is taken.</summary>
    public ReadOnlyMemory<byte> Element => _element.AsMemory(0, _length);

    /// <summary>The line on which it begins.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Where it begins in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Takes the next byte; true where it ends an element.</summary>
    /// <exception cref="TrainingDataException">It cannot stand there.</exception>
    public bool Take(byte value, long offset)
    {
        _line += value == '\n' ? 1 : 0;
        switch (_place)
        {
            case Place.InElement:
                return Inside(value);
            case Place.BeforeElement when !IsSpace(value):
                BeginElement(value, offset);
                return false;
            case Place.BeforeArray when !IsSpace(value):
                _place = value == '[' ? Place.BeforeElement : throw Problem(
                    $"begins with {Shown(value)} and not with '[': it is no JSON array; for one object a line write storage: json_lines.");
                return false;
            case Place.AfterArray when !IsSpace(value):
                throw Problem("goes on after the end of its array; a file of a JSON array holds nothing else.");
            default:
                return false;
        }
    }

    /// <summary>Says what is missing where the file ends within the array.</summary>
    /// <exception cref="TrainingDataException">It does.</exception>
    public void End()
    {
        if (_place is Place.BeforeElement or Place.InElement)
        {
            throw Problem("ends within its array: the closing ']' is missing, so that the file was cut off, or is no JSON array.");
        }
    }

    private void BeginElement(byte value, long offset)
    {
        if (value == ']' && !_isAfterComma)
        {
            _place = Place.AfterArray;
            return;
        }

        if (value is (byte)',' or (byte)']')
        {
            throw Problem($"has a '{(char)value}' where an element of the array was expected.");
        }

        (_place, _length, _depth, Line, Offset) = (Place.InElement, 0, 0, _line, offset);
        Append(value);
        Follow(value);
    }

    private bool Inside(byte value)
    {
        if (!_isText && _depth == 0 && (value is (byte)',' or (byte)']'))
        {
            (_isAfterComma, _place) = (value == ',', value == ',' ? Place.BeforeElement : Place.AfterArray);
            return true;
        }

        Append(value);
        Follow(value);
        return false;
    }

    private void Follow(byte value)
    {
        if (_isText)
        {
            _isText = value != '"' || _isEscaped;
            _isEscaped = value == '\\' && !_isEscaped;
            return;
        }

        _isText = value == '"';
        _depth += value is (byte)'{' or (byte)'[' ? 1 : value is (byte)'}' or (byte)']' ? -1 : 0;
        if (_depth < 0)
        {
            throw Problem($"has a '{(char)value}' that closes nothing.");
        }
    }

    private void Append(byte value)
    {
        if (_length == Utf8Lines.Limit)
        {
            throw new TrainingDataException(file, Line, $"holds an element of more than {Utf8Lines.Limit >> 20} MiB; a closing quote or bracket may be missing.");
        }

        if (_length == _element.Length)
        {
            Array.Resize(ref _element, Math.Min(Utf8Lines.Limit, _element.Length * 2));
        }

        _element[_length++] = value;
    }

    private TrainingDataException Problem(string problem) => new(file, _line, problem);

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static string Shown(byte value) => value switch
    {
        0xFF or 0xFE => FormattableString.Invariant($"byte 0x{value:X2}, as UTF-16 does,"),
        0x1F => "byte 0x1F, as gzip does (write compression: gzip),",
        > 0x20 and < 0x7F => $"'{(char)value}'",
        _ => FormattableString.Invariant($"byte 0x{value:X2}"),
    };
}
