using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// Which documents one pass over the data sees, and in which order: of each data set those that are no repetition, at most so many, as often as
/// its weight says. A function of the data, the declarations and the seed alone.
/// </summary>
internal static class DataMix
{
    // Draws are apart from each other and from the orders of rows, whose numbers are 0 and above.
    private const long ShuffleDraw = long.MinValue;

    /// <summary>Chooses the documents; the counts of each data set are completed.</summary>
    public static (DocumentReference[] Documents, DatasetCounts[] Counts) Choose(IReadOnlyList<TokenizedDataset> data, RowOptions options)
    {
        var chosen = new List<DocumentReference>();
        var counts = new DatasetCounts[data.Count];
        HashSet<UInt128>? texts = data.Any(dataset => dataset.Description.Deduplicate) ? [] : null;
        for (int i = 0; i < data.Count; i++)
        {
            TokenizedDataset dataset = data[i];
            int[] kept = Distinct(dataset, texts);
            int duplicates = dataset.Tokens.Count - kept.Length;
            int most = dataset.Description.MaxSamples;
            int[] sampled = most > 0 && most < kept.Length ? Sample(kept, most, options.Seed, -1 - (2L * i)) : kept;
            int[] weighted = Repeat(sampled, dataset.Description.Weight, options.Seed, -2 - (2L * i));
            chosen.AddRange(weighted.Select(document => new DocumentReference(i, document)));
            counts[i] = dataset.Tokens.Notes.Counts with
            {
                Duplicates = duplicates,
                NotSampled = kept.Length - sampled.Length,
                Documents = weighted.Length,
                Tokens = weighted.Sum(document => (long)dataset.Tokens.Length(document)),
            };
        }

        DocumentReference[] documents = [.. chosen];
        return (options.ShuffleDataset ? Array.ConvertAll(RowOrder.Of(documents.Length, options.Seed, ShuffleDraw), i => documents[i]) : documents, counts);
    }

    private static int[] Distinct(TokenizedDataset dataset, HashSet<UInt128>? texts)
    {
        var kept = new List<int>(dataset.Tokens.Count);
        for (int document = 0; document < dataset.Tokens.Count; document++)
        {
            bool isNew = texts is null || texts.Add(dataset.Tokens[document].TextHash);
            if (isNew || !dataset.Description.Deduplicate)
            {
                kept.Add(document);
            }
        }

        return [.. kept];
    }

    // In the order of the file, so that a sample reads as the file does.
    private static int[] Sample(int[] documents, int count, int seed, long draw)
    {
        int[] places = RowOrder.Of(documents.Length, seed, draw)[..count];
        Array.Sort(places);
        return Array.ConvertAll(places, place => documents[place]);
    }

    private static int[] Repeat(int[] documents, double weight, int seed, long draw)
    {
        int whole = (int)Math.Floor(weight);
        int rest = (int)Math.Round((weight - whole) * documents.Length);
        return [.. Enumerable.Repeat(documents, whole).SelectMany(all => all), .. rest > 0 ? Sample(documents, rest, seed, draw) : []];
    }
}
