using System.Collections.Generic;

namespace Solar.Runtime.Text;

/// <summary>Text to token ids and back.</summary>
public interface ITextTokenizer
{
    /// <summary>Number of ids, added tokens included; every id is below it.</summary>
    int VocabSize { get; }

    /// <summary>Id of the token that a text begins with.</summary>
    int BosId { get; }

    /// <summary>Id of the token that a text ends with.</summary>
    int EosId { get; }

    /// <summary>Whether the model was trained on texts that begin with <see cref="BosId"/>: what a caller passes as addBos by default.</summary>
    bool AddsBos { get; }

    /// <summary>Whether the model was trained on texts that end with <see cref="EosId"/>.</summary>
    bool AddsEos { get; }

    /// <summary>
    /// What the ids of a text follow from, as a text that equal tokenizers share: the hash of their files. Null where a tokenizer does not say it;
    /// what it made is not kept then.
    /// </summary>
    string? Fingerprint => null;

    /// <summary>The ids of a text, without an end token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addBos">Whether <see cref="BosId"/> comes first.</param>
    IReadOnlyList<int> Encode(string text, bool addBos);

    /// <summary>The text of ids; begin and end tokens give no text.</summary>
    /// <param name="ids">The ids.</param>
    string Decode(IEnumerable<int> ids);
}
