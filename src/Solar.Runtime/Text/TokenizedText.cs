using System.Collections.Generic;

namespace Solar.Runtime.Text;

/// <summary>Token ids, and the characters that each of them stands for.</summary>
/// <param name="Ids">The ids.</param>
/// <param name="Spans">
/// The characters of each id in the text. Tokens that are parts of one character all have that character; one that stands for nothing that is
/// written (a space that SentencePiece puts before a text) has an empty span where it stands.
/// </param>
public sealed record TokenizedText(IReadOnlyList<int> Ids, IReadOnlyList<CharacterSpan> Spans);
