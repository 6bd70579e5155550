using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.Tokenizers;

namespace Solar.Runtime.Text;

/// <summary>A SentencePiece vocabulary with byte fallback, as Llama and Mistral have it; read from a tokenizer.model.</summary>
/// <remarks>Pieces and merges are Microsoft.ML.Tokenizers'; begin and end tokens follow tokenizer_config.json, where there is one.</remarks>
public sealed class SentencePieceTokenizer : ITextTokenizer
{
    /// <summary>The file's name in a checkpoint folder.</summary>
    public const string FileName = "tokenizer.model";

    private readonly LlamaTokenizer _pieces, _plain;
    private readonly Lazy<SentencePieceTemplates> _templates;

    private SentencePieceTokenizer(LlamaTokenizer pieces, LlamaTokenizer plain, TokenizerSettings settings, string fingerprint)
    {
        (_pieces, _plain) = (pieces, plain);
        BosId = Id(settings.Bos, settings) ?? pieces.BeginningOfSentenceId;
        EosId = Id(settings.Eos, settings) ?? pieces.EndOfSentenceId;
        AddsBos = settings.AddsBos;
        AddsEos = settings.AddsEos;
        Fingerprint = fingerprint;
        BosText = settings.Bos ?? pieces.BeginningOfSentenceToken;
        EosText = settings.Eos ?? pieces.EndOfSentenceToken;
        _templates = new Lazy<SentencePieceTemplates>(() => new SentencePieceTemplates(
            _plain, [.. settings.Special, new SpecialToken(BosText, BosId), new SpecialToken(EosText, EosId)], settings.IsLegacy));
        VocabSize = Math.Max(pieces.Vocabulary.Count, settings.Added.Values.DefaultIfEmpty(-1).Max() + 1);
    }

    /// <inheritdoc/>
    public int VocabSize { get; }

    /// <inheritdoc/>
    public int BosId { get; }

    /// <inheritdoc/>
    public int EosId { get; }

    /// <inheritdoc/>
    public string BosText { get; }

    /// <inheritdoc/>
    public string EosText { get; }

    /// <inheritdoc/>
    public bool AddsBos { get; }

    /// <inheritdoc/>
    public bool AddsEos { get; }

    /// <inheritdoc/>
    public string? Fingerprint { get; }

    /// <summary>True: Microsoft.ML.Tokenizers' vocabularies do not change, and lock what they remember.</summary>
    public bool IsThreadSafe => true;

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">A checkpoint folder with tokenizer.model (and tokenizer_config.json), or such a file itself.</param>
    /// <exception cref="TokenizerException">There is none, or it cannot be read.</exception>
    public static SentencePieceTokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Locate(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        TokenizerSettings settings = TokenizerSettings.Read(folder);
        (LlamaTokenizer pieces, LlamaTokenizer plain) = Read(file, settings);
        return new SentencePieceTokenizer(
            pieces, plain, settings, TokenizerFiles.Fingerprint(file, Path.Combine(folder, TokenizerSettings.FileName)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Encode(string text, bool addBos)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<int> ids = _pieces.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false);
        return addBos ? [BosId, .. ids] : ids;
    }

    /// <inheritdoc/>
    public TokenizedText EncodeTemplate(string text, IReadOnlyList<CharacterSpan> contents)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(contents);
        return _templates.Value.Encode(text, contents);
    }

    /// <inheritdoc/>
    public string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _pieces.Decode(ids.Where(id => id != BosId && id != EosId), considerSpecialTokens: false) ?? string.Empty;
    }

    private static string Locate(string path)
    {
        if (File.Exists(path))
        {
            return path;
        }

        string file = Path.Combine(path, FileName);
        if (File.Exists(file))
        {
            return file;
        }

        throw new TokenizerException(path, !Directory.Exists(path)
            ? $"there is no such file or folder; give a folder with {FileName}"
            : File.Exists(Path.Combine(path, "tokenizer.json"))
                ? $"the folder has tokenizer.json alone, which is no SentencePiece model; {nameof(TextTokenizer)} reads it, or copy {FileName} from the model's repository"
                : $"the folder has no {FileName} and no tokenizer.json; copy it from the checkpoint that the weights come from");
    }

    private static (LlamaTokenizer Pieces, LlamaTokenizer Plain) Read(string file, TokenizerSettings settings)
    {
        byte[] model = File.ReadAllBytes(file);
        try
        {
            // Added tokens stand behind the vocabulary; those within it (<s>, </s>) are never read from text, as SentencePiece does it.
            LlamaTokenizer plain = Create(model, null);
            Dictionary<string, int> added = settings.Added
                .Where(token => token.Value >= plain.Vocabulary.Count)
                .ToDictionary(token => token.Key, token => token.Value, StringComparer.Ordinal);
            return (added.Count == 0 ? plain : Create(model, added), plain);
        }
        catch (Exception fault)
        {
            // Whatever the reader throws at untrusted bytes: its own, protobuf's, or an index out of range.
            throw new TokenizerException(file, $"not a SentencePiece model: {fault.Message}", fault);
        }
    }

    private static LlamaTokenizer Create(byte[] model, IReadOnlyDictionary<string, int>? added)
    {
        using MemoryStream stream = new(model);
        return LlamaTokenizer.Create(stream, addBeginOfSentence: false, addEndOfSentence: false, specialTokens: added);
    }

    private int? Id(string? token, TokenizerSettings settings)
    {
        if (token is null)
        {
            return null;
        }

        return settings.Added.TryGetValue(token, out int added) ? added
            : _pieces.Vocabulary.TryGetValue(token, out int id) ? id
            : null;
    }
}
