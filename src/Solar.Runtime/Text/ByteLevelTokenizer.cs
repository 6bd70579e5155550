using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Solar.Runtime.Text;

/// <summary>A byte-level byte-pair vocabulary, as GPT-2, GPT-NeoX, Qwen and Llama 3 have it; read from a tokenizer.json.</summary>
/// <remarks>
/// Merges are Microsoft.ML.Tokenizers'; how text is divided before, what is added to it and which tokens are read from it follows the file,
/// begin and end tokens tokenizer_config.json, where there is one. As with Hugging Face, added tokens are recognised in text.
/// </remarks>
public sealed class ByteLevelTokenizer : ITextTokenizer
{
    /// <summary>The file's name in a checkpoint folder.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>Below this character nothing is composed.</summary>
    private const char FirstCombining = '\u0300';

    // Without ICU (InvariantGlobalization) .NET leaves text as it is, and says nothing.
    private static readonly bool CanCompose = "e\u0301".Normalize(NormalizationForm.FormC) == "\u00e9";

    private readonly ByteLevelFile _file;
    private readonly string _path;
    private readonly Tokenizer _merges;
    private readonly Dictionary<int, byte[]> _bytes = [];
    private readonly SpecialTokens _special;
    private readonly Lazy<Tokenizer> _plain;

    private ByteLevelTokenizer(string path, ByteLevelFile file, TokenizerSettings settings, string fingerprint)
    {
        _path = path;
        _file = file;
        _merges = ByteLevelMerges.Create(file);
        foreach ((string token, int id) in file.Vocabulary.Where(token => !file.Added.ContainsKey(token.Key)))
        {
            _bytes[id] = ByteCharacters.Bytes(token);
        }

        foreach ((string token, int id) in file.Added)
        {
            _bytes[id] = Encoding.UTF8.GetBytes(token);
        }

        BosId = Id(settings.Bos ?? file.Begin) ?? -1;
        EosId = Id(settings.Eos ?? file.End) ?? -1;
        AddsBos = BosId >= 0 && (settings.SaysAddsBos ?? file.Begin is not null);
        AddsEos = EosId >= 0 && (settings.SaysAddsEos ?? file.End is not null);
        BosText = BosId < 0 ? null : settings.Bos ?? file.Begin;
        EosText = EosId < 0 ? null : settings.Eos ?? file.End;
        _special = new SpecialTokens(file.SpecialTokens);
        _plain = new Lazy<Tokenizer>(() => ByteLevelMerges.Create(file.WithoutAdded()));
        VocabSize = _bytes.Keys.Max() + 1;
        Fingerprint = fingerprint;
    }

    /// <inheritdoc/>
    public int VocabSize { get; }

    /// <summary>Id of the token that a text begins with; -1 where there is none, as with GPT-2.</summary>
    public int BosId { get; }

    /// <summary>Id of the token that a text ends with; -1 where nothing says which it is.</summary>
    public int EosId { get; }

    /// <inheritdoc/>
    public string? BosText { get; }

    /// <inheritdoc/>
    public string? EosText { get; }

    /// <inheritdoc/>
    public bool AddsBos { get; }

    /// <inheritdoc/>
    public bool AddsEos { get; }

    /// <inheritdoc/>
    public string? Fingerprint { get; }

    /// <summary>True: Microsoft.ML.Tokenizers' vocabularies do not change, and lock what they remember.</summary>
    public bool IsThreadSafe => true;

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">A checkpoint folder with tokenizer.json (and tokenizer_config.json), or such a file itself.</param>
    /// <exception cref="TokenizerException">There is none, or it is of another kind, or it cannot be read.</exception>
    public static ByteLevelTokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = File.Exists(path) ? path : Path.Combine(path, FileName);
        if (!File.Exists(file))
        {
            throw new TokenizerException(path, $"the folder has no {FileName}; copy it from the checkpoint that the weights come from");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return new ByteLevelTokenizer(
            file, ByteLevelFile.Read(file), TokenizerSettings.Read(folder), TokenizerFiles.Fingerprint(file, Path.Combine(folder, TokenizerSettings.FileName)));
    }

    /// <inheritdoc/>
    /// <exception cref="TokenizerException">The text has to be brought into Unicode's form C, which this process cannot.</exception>
    public IReadOnlyList<int> Encode(string text, bool addBos)
    {
        ArgumentNullException.ThrowIfNull(text);
        string prepared = Compose(text);
        if (_file.AddsPrefixSpace && prepared.Length > 0 && !char.IsWhiteSpace(prepared[0]))
        {
            prepared = " " + prepared;
        }

        IReadOnlyList<int> ids = _merges.EncodeToIds(prepared);
        return addBos && BosId >= 0 ? [BosId, .. ids] : ids;
    }

    /// <inheritdoc/>
    /// <exception cref="TokenizerException">The text is not composed as the tokenizer reads it.</exception>
    public TokenizedText EncodeTemplate(string text, IReadOnlyList<CharacterSpan> contents)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(contents);
        if (Compose(text) != text)
        {
            throw new TokenizerException(_path, "reads text in Unicode's form C, and a mark of this one stands apart from its letter, so that no character of it can be told from the next");
        }

        List<int> ids = [];
        List<CharacterSpan> spans = [];
        foreach ((CharacterSpan span, SpecialToken? token) in _special.Divide(text, contents))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                spans.Add(span);
                continue;
            }

            string part = text[span.Start..span.End];
            bool isSpaced = _file.AddsPrefixSpace && span.Start == 0 && !char.IsWhiteSpace(part[0]);
            IReadOnlyList<int> encoded = _plain.Value.EncodeToIds(isSpaced ? " " + part : part);
            ids.AddRange(encoded);
            spans.AddRange(ByteSpans.Of(part, span.Start, isSpaced ? 1 : 0, encoded.Select(id => _bytes[id].Length)));
        }

        return new TokenizedText(ids, spans);
    }

    /// <inheritdoc/>
    public string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var bytes = new List<byte>();
        foreach (int id in ids.Where(id => id != BosId && id != EosId))
        {
            bytes.AddRange(_bytes.GetValueOrDefault(id) ?? []);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <inheritdoc/>
    /// <exception cref="TokenizerException">The text has to be composed, which this process cannot.</exception>
    public string Compose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!_file.IsComposed || !text.AsSpan().ContainsAnyInRange(FirstCombining, char.MaxValue))
        {
            return text;
        }

        return CanCompose ? text.Normalize(NormalizationForm.FormC) : throw new TokenizerException(
            _path, "wants text in Unicode's form C, and this process runs without ICU; install it, and let InvariantGlobalization be false");
    }

    private int? Id(string? token) => token is null ? null
        : _file.Added.TryGetValue(token, out int added) ? added
        : _file.Vocabulary.TryGetValue(token, out int known) ? known
        : null;
}
