using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Runtime.Text;

namespace Solar.Runtime.Tests.Training;

/// <summary>A token for each byte: 0 padding, 1 and 2 begin and end of a text, 3 … 258 bytes.</summary>
internal sealed class ByteTokenizer : ITextTokenizer
{
    private const int FirstByte = 3;

    public int BosId => 1;

    public int EosId => 2;

    public bool AddsBos => true;

    public bool AddsEos => false;

    public int VocabSize => FirstByte + 256;

    public IReadOnlyList<int> Encode(string text, bool addBos)
    {
        IEnumerable<int> ids = Encoding.UTF8.GetBytes(text).Select(value => value + FirstByte);
        return [.. addBos ? ids.Prepend(BosId) : ids];
    }

    public string Decode(IEnumerable<int> ids) =>
        Encoding.UTF8.GetString([.. ids.Where(id => id >= FirstByte).Select(id => (byte)(id - FirstByte))]);
}
