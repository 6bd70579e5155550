using System;
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
    /// <summary>Reads a data set, or takes its tokens from the cache.</summary>
    public static async Task<TokenizedDataset> OpenAsync(
        DatasetDescription dataset, PretrainOptions options, DocumentTokenizer tokenizer, CancellationToken cancellationToken)
    {
        string file = DocumentReader.Locate(dataset, options.DataDirectory);
        string hash = await Hashes.OfFileAsync(file, cancellationToken).ConfigureAwait(false);
        string? key = tokenizer.Fingerprint is { } fingerprint
            ? TokenCache.Key(fingerprint, hash, DocumentReader.Form(dataset), dataset.SampleBy, dataset.Field ?? "", dataset.Filter, dataset.OnBadRow)
            : null;
        TokenStore tokens = TokenCache.GetOrMake(options.CacheDirectory, key, writer => tokenizer.Write(
            DocumentReader.Rows(dataset, file), file, DocumentReader.Unit(dataset), dataset.OnBadRow == "drop", writer, cancellationToken));
        return new TokenizedDataset(dataset, file, hash, tokens);
    }

    public void Dispose() => Tokens.Dispose();
}
