using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Runtime.Text;

namespace Solar.Runtime.Tests.Training;

/// <summary>A token for each byte: 0 padding, 1 and 2 begin and end of a text, 3 … 258 bytes.</summary>
internal sealed class ByteTokenizer : ITextTokenizer
{
    public const int FirstByte = 3;

    public int BosId => 1;

    public int EosId { get; init; } = 2;

    public bool AddsBos => true;

    public bool AddsEos => false;

    public int VocabSize => FirstByte + 256;

    public string BosText => "<s>";

    public string EosText => "</s>";

    public string? Fingerprint { get; init; }

    public IReadOnlyList<int> Encode(string text, bool addBos)
    {
        IEnumerable<int> ids = Encoding.UTF8.GetBytes(text).Select(value => value + FirstByte);
        return [.. addBos ? ids.Prepend(BosId) : ids];
    }

    public TokenizedText EncodeTemplate(string text, IReadOnlyList<CharacterSpan> contents)
    {
        List<int> ids = [];
        List<CharacterSpan> spans = [];
        SpecialTokens special = new([new SpecialToken(BosText, BosId), new SpecialToken(EosText, EosId)]);
        foreach ((CharacterSpan span, SpecialToken? token) in special.Divide(text, contents))
        {
            IReadOnlyList<int> part = token is null ? Encode(text[span.Start..span.End], addBos: false) : [token.Id];
            ids.AddRange(part);
            spans.AddRange(token is null ? ByteSpans.Of(text[span.Start..span.End], span.Start, 0, part.Select(_ => 1)) : [span]);
        }

        return new TokenizedText(ids, spans);
    }

    public string Decode(IEnumerable<int> ids) =>
        Encoding.UTF8.GetString([.. ids.Where(id => id >= FirstByte).Select(id => (byte)(id - FirstByte))]);
}
