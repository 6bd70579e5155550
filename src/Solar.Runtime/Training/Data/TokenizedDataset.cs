using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Training.State;

namespace Solar.Runtime.Training.Data;

/// <summary>A data set as tokens.</summary>
/// <param name="Description">What was declared of it.</param>
/// <param name="Files">Its files.</param>
/// <param name="Hashes">SHA-256 of each file.</param>
/// <param name="Tokens">Its documents.</param>
internal sealed record TokenizedDataset(DatasetDescription Description, IReadOnlyList<string> Files, IReadOnlyList<string> Hashes, DatasetTokens Tokens) : IDisposable
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

            options.KeptOut?.Judge(tokenized);
            return tokenized;
        }
        catch
        {
            tokenized.ForEach(dataset => dataset.Dispose());
            throw;
        }
    }

    /// <summary>Reads a data set, or takes its tokens from the cache, where each file has its own.</summary>
    public static async Task<TokenizedDataset> OpenAsync(
        DatasetDescription dataset, RowOptions options, RowTokenizer tokenizer, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = DocumentReader.Locate(dataset, options.DataDirectory);
        var hashes = new List<string>();
        var tokens = new List<TokenStore>();
        try
        {
            foreach (string file in files)
            {
                string hash = await State.Hashes.OfFileAsync(file, cancellationToken).ConfigureAwait(false);
                hashes.Add(hash);
                tokens.Add(Open(dataset, file, hash, options, tokenizer, cancellationToken));
            }
        }
        catch
        {
            tokens.ForEach(store => store.Dispose());
            throw;
        }

        return new TokenizedDataset(dataset, files, hashes, new DatasetTokens(tokens));
    }

    /// <summary>The file of a document.</summary>
    public string FileOf(int document) => Files[Tokens.FileOf(document)];

    /// <summary>What is told of it.</summary>
    /// <param name="counts">What became of its rows.</param>
    /// <param name="options">The folder that paths are relative to, and what evaluation sets were looked for.</param>
    /// <param name="problems">In words, rows that are left out, beside those that could not be read.</param>
    public TrainedDataset Tell(DatasetCounts counts, RowOptions options, IEnumerable<string> problems)
    {
        TrainedDataset told = Tell(Description, Files, Hashes, options.DataDirectory);
        return told with { Counts = counts, Problems = [.. Tokens.Notes.Problems, .. problems], Contamination = options.KeptOut?.Tell(this, options.DataDirectory) };
    }

    /// <summary>What is told of the files of a data set.</summary>
    /// <param name="description">What was declared of it.</param>
    /// <param name="files">Its files.</param>
    /// <param name="hashes">SHA-256 of each.</param>
    /// <param name="dataDirectory">The folder that paths are relative to.</param>
    public static TrainedDataset Tell(DatasetDescription description, IReadOnlyList<string> files, IReadOnlyList<string> hashes, string dataDirectory)
    {
        if (!DataFilePattern.IsPattern(description.Path))
        {
            return new TrainedDataset(description.Name, description.Path, hashes[0], new DatasetCounts(), []);
        }

        TrainedFile[] list = [.. files.Select((file, i) => new TrainedFile(Path.GetRelativePath(dataDirectory, file).Replace('\\', '/'), hashes[i]))];
        string lines = string.Concat(list.Select(file => $"{file.Sha256}  {file.Path}\n"));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
        return new TrainedDataset(description.Name, description.Path, hash, new DatasetCounts(), []) { Files = list };
    }

    public void Dispose() => Tokens.Dispose();

    private static TokenStore Open(
        DatasetDescription dataset, string file, string hash, RowOptions options, RowTokenizer tokenizer, CancellationToken cancellationToken)
    {
        string? key = tokenizer.Fingerprint is { } fingerprint
            ? TokenCache.Key([fingerprint, hash, DocumentReader.Form(dataset), .. tokenizer.Parts(dataset), .. options.KeptOut?.Parts ?? []])
            : null;
        return TokenCache.GetOrMake(options.CacheDirectory, key, writer => tokenizer.Write(
            tokenizer.Rows(dataset, file), file, DocumentReader.Unit(dataset), dataset.OnBadRow == "drop", options.KeptOut, writer, cancellationToken));
    }
}
