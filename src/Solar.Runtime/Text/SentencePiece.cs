namespace Solar.Runtime.Text;

/// <summary>One piece of a SentencePiece vocabulary; its id is its place.</summary>
/// <param name="Text">Its text; a space is U+2581.</param>
/// <param name="Score">Of two neighbouring pairs, the one whose joined piece scores higher is merged first.</param>
/// <param name="Kind">What it is for.</param>
public sealed record SentencePiece(string Text, float Score, SentencePieceKind Kind);

/// <summary>What a piece is for; the numbers are those of sentencepiece_model.proto.</summary>
public enum SentencePieceKind
{
    /// <summary>A piece of text.</summary>
    Normal = 1,

    /// <summary>Stands for what has no piece; never met with byte fallback.</summary>
    Unknown = 2,

    /// <summary>Begin or end; has no text.</summary>
    Control = 3,

    /// <summary>One byte of UTF-8, for characters that are no piece.</summary>
    Byte = 6,
}
