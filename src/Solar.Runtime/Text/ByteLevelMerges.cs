using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Solar.Runtime.Text;

/// <summary>Microsoft.ML.Tokenizers' tokenizers for what a tokenizer.json says.</summary>
internal static class ByteLevelMerges
{
    public static Tokenizer Create(ByteLevelFile file)
    {
        // Without a pre-tokenizer the library drops spaces and line ends (dotnet/machinelearning#7715).
        PreTokenizer words = new RegexPreTokenizer(new Regex(file.Pattern, RegexOptions.CultureInvariant), file.Added);
        return file.IgnoresMerges ? ByRank(file, words) : BpeTokenizer.Create(new BpeOptions(file.Vocabulary)
        {
            Merges = file.Merges.Select(pair => $"{pair.Left} {pair.Right}"),
            ByteLevel = true,
            PreTokenizer = words,
            SpecialTokens = file.Added,
        });
    }

    // Words that are tokens are taken whole, which is what tiktoken does, from whose files such vocabularies come: a token's rank is its id.
    private static TiktokenTokenizer ByRank(ByteLevelFile file, PreTokenizer words)
    {
        var ranks = new StringBuilder();
        foreach ((string token, int id) in file.Vocabulary.Where(token => !file.Added.ContainsKey(token.Key)).OrderBy(token => token.Value))
        {
            ranks.Append(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(ByteCharacters.Bytes(token))} {id}\n");
        }

        using MemoryStream stream = new(Encoding.ASCII.GetBytes(ranks.ToString()));
        return TiktokenTokenizer.Create(stream, words, normalizer: null, file.Added);
    }
}
