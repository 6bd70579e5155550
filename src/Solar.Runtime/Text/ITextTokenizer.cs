using System;
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

    /// <summary>Whether several threads may encode at once, as those do that tokenise training data.</summary>
    bool IsThreadSafe => false;

    /// <summary>The ids of a text, without an end token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addBos">Whether <see cref="BosId"/> comes first.</param>
    IReadOnlyList<int> Encode(string text, bool addBos);

    /// <summary>The text of ids; begin and end tokens give no text.</summary>
    /// <param name="ids">The ids.</param>
    string Decode(IEnumerable<int> ids);

    /// <summary>The begin token as templates write it, such as <c>&lt;s&gt;</c>; null where there is none.</summary>
    string? BosText => null;

    /// <summary>The end token as templates write it, such as <c>&lt;/s&gt;</c>; null where there is none.</summary>
    string? EosText => null;

    /// <summary>The tokens of a rendered conversation, and the characters that each stands for.</summary>
    /// <param name="text">The text. Special tokens that are written in it, such as <c>&lt;/s&gt;</c>, are one id each.</param>
    /// <param name="contents">What of it came from outside, in order: special tokens that are written there are text, so that no data ends a turn.</param>
    /// <returns>Ids that <see cref="Encode"/> gives too, where the text has no special token.</returns>
    /// <exception cref="NotSupportedException">The tokenizer cannot say where its tokens stand.</exception>
    TokenizedText EncodeTemplate(string text, IReadOnlyList<CharacterSpan> contents) =>
        throw new NotSupportedException($"{GetType().Name} does not say which characters its tokens stand for, which masks of answers need; let it implement {nameof(EncodeTemplate)}.");

    /// <summary>A text as the tokenizer reads it: where it composes characters (Unicode's form C), composed. Texts are so before they are rendered.</summary>
    string Compose(string text) => text;
}
