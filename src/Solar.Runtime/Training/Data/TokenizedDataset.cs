using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Training.State;

namespace Solar.Runtime.Training.Data;

/// <summary>A data set as tokens.</summary>
/// <param name="Description">What was declared of it.</param>
/// <param name="File">Its file.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Tokens">Its documents.</param>
internal sealed record TokenizedDataset(DatasetDescription Description, string File, string Sha256, TokenStore Tokens) : IDisposable
{
    /// <summary>Reads data sets, or takes their tokens from the cache; what was read is closed where one cannot be.</summary>
    public static async Task<List<TokenizedDataset>> OpenAllAsync(
        IReadOnlyList<DatasetDescription> data, RowOptions options, RowTokenizer tokenizer, CancellationToken cancellationToken)
    {
        var tokenized = new List<TokenizedDataset>();
        try
        {
            foreach (DatasetDescription dataset in data)
            {
                tokenized.Add(await OpenAsync(dataset, options, tokenizer, cancellationToken).ConfigureAwait(false));
            }

            return tokenized;
        }
        catch
        {
            tokenized.ForEach(dataset => dataset.Dispose());
            throw;
        }
    }

    /// <summary>Reads a data set, or takes its tokens from the cache.</summary>
    public static async Task<TokenizedDataset> OpenAsync(
        DatasetDescription dataset, RowOptions options, RowTokenizer tokenizer, CancellationToken cancellationToken)
    {
        string file = DocumentReader.Locate(dataset, options.DataDirectory);
        string hash = await Hashes.OfFileAsync(file, cancellationToken).ConfigureAwait(false);
        string? key = tokenizer.Fingerprint is { } fingerprint
            ? TokenCache.Key([fingerprint, hash, DocumentReader.Form(dataset), .. tokenizer.Parts(dataset)])
            : null;
        TokenStore tokens = TokenCache.GetOrMake(options.CacheDirectory, key, writer => tokenizer.Write(
            tokenizer.Rows(dataset, file), file, DocumentReader.Unit(dataset), dataset.OnBadRow == "drop", writer, cancellationToken));
        return new TokenizedDataset(dataset, file, hash, tokens);
    }

    public void Dispose() => Tokens.Dispose();
}
