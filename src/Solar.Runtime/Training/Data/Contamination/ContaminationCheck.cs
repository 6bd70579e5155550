using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>Looks training sets through for what evaluation sets have.</summary>
public static class ContaminationCheck
{
    /// <summary>Looks a training set through. Its texts are read as a stream, so that memory does not grow with it; figures are those of one thread.</summary>
    /// <param name="index">The evaluation sets.</param>
    /// <param name="name">Name of the training set.</param>
    /// <param name="texts">Its texts; read by one thread.</param>
    /// <param name="threads">Number of threads; 0 for as many as the machine has.</param>
    /// <param name="cancellationToken">Ends it between two texts.</param>
    public static DatasetContamination Run(
        NgramIndex index, string name, IEnumerable<CheckedText> texts, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var files = new List<(string Name, OverlapCounts Counts)>();
        foreach ((CheckedText text, TextOverlap? overlap) in OrderedParallel.Select(
            texts, text => (text, index.Find(text.Text)), text => text.Text.Length, threads == 0 ? Environment.ProcessorCount : threads))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (files.Count == 0 || files[^1].Name != text.File)
            {
                files.Add((text.File, new OverlapCounts()));
            }

            files[^1].Counts.Add(text.Row, text.Unit, overlap);
        }

        return OverlapCounts.Tell(index, name, [.. files.Select(file => (file.Name, file.Counts.Store()))]);
    }
}
