using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Text;

namespace Solar.Lab.Tests.Evaluation.Engine;

/// <summary>A token for each ASCII character: as many as the models of the golden files have.</summary>
internal sealed class LetterTokenizer : ITextTokenizer
{
    public int VocabSize => 128;

    public int BosId => 1;

    public int EosId => 2;

    public bool AddsBos { get; init; }

    public bool AddsEos => false;

    public bool IsThreadSafe => true;

    public string? Fingerprint => $"letters {AddsBos}";

    public IReadOnlyList<int> Encode(string text, bool addBos) => [.. addBos ? new[] { BosId } : [], .. text.Select(letter => (int)letter)];

    public string Decode(IEnumerable<int> ids) => string.Concat(ids.Where(id => id != BosId && id != EosId).Select(id => (char)id));
}
