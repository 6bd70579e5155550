using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Solar.Runtime.Text;

/// <summary>A byte-pair vocabulary in SentencePiece's sense, that can be written as a checkpoint's tokenizer files.</summary>
/// <param name="pieces">The pieces in the order of their ids: unknown, begin, end, 256 bytes, then pieces of text.</param>
public sealed class SentencePieceVocabulary(IReadOnlyList<SentencePiece> pieces)
{
    /// <summary>Id of the unknown piece.</summary>
    public const int UnknownId = 0;

    /// <summary>Id of the begin token.</summary>
    public const int BosId = 1;

    /// <summary>Id of the end token.</summary>
    public const int EosId = 2;

    private const string Settings = """
        {
          "add_bos_token": true,
          "add_eos_token": false,
          "bos_token": "<s>",
          "clean_up_tokenization_spaces": false,
          "eos_token": "</s>",
          "legacy": true,
          "tokenizer_class": "LlamaTokenizer",
          "unk_token": "<unk>"
        }

        """;

    /// <summary>The pieces in the order of their ids.</summary>
    public IReadOnlyList<SentencePiece> Pieces { get; } = pieces;

    /// <summary>Writes tokenizer.model and tokenizer_config.json, which transformers reads as a LlamaTokenizer.</summary>
    /// <param name="directory">The folder; it is made where there is none.</param>
    public void Save(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Directory.CreateDirectory(directory);
        Write(Path.Combine(directory, SentencePieceTokenizer.FileName), ToModel());
        Write(Path.Combine(directory, TokenizerSettings.FileName), Encoding.UTF8.GetBytes(Settings.ReplaceLineEndings("\n")));
    }

    /// <summary>The bytes of a tokenizer.model.</summary>
    /// <remarks>Field numbers are those of sentencepiece_model.proto (google/sentencepiece).</remarks>
    public byte[] ToModel()
    {
        ProtobufWriter model = new();
        foreach (SentencePiece piece in Pieces)
        {
            model.Message(1, new ProtobufWriter().Text(1, piece.Text).Single(2, piece.Score).Integer(3, (int)piece.Kind));
        }

        ProtobufWriter trainer = new ProtobufWriter()
            .Integer(3, 2)                                  // model_type: BPE
            .Integer(4, Pieces.Count)                       // vocab_size
            .Integer(24, 0)                                 // treat_whitespace_as_suffix
            .Integer(26, 1)                                 // allow_whitespace_only_pieces
            .Integer(35, 1)                                 // byte_fallback
            .Integer(40, UnknownId)
            .Integer(41, BosId)
            .Integer(42, EosId)
            .Integer(43, -1)                                // pad_id: none
            .Text(45, Pieces[UnknownId].Text)
            .Text(46, Pieces[BosId].Text)
            .Text(47, Pieces[EosId].Text);
        ProtobufWriter normalizer = new ProtobufWriter()
            .Text(1, "identity")
            .Integer(3, 1)                                  // add_dummy_prefix
            .Integer(4, 0)                                  // remove_extra_whitespaces
            .Integer(5, 1);                                 // escape_whitespaces
        return model.Message(2, trainer).Message(3, normalizer).ToArray();
    }

    // The old file or the whole new one.
    private static void Write(string path, byte[] bytes)
    {
        string temporary = path + ".tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }
}
