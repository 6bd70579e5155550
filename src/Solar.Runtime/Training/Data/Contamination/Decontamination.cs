using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Training.Data.Conversations;
using Solar.Runtime.Training.State;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>The evaluation sets of a stage, and what becomes of training data that overlaps them.</summary>
internal sealed class Decontamination
{
    private readonly NgramIndex _index;
    private readonly ContaminationAction _action;
    private readonly string _hash;

    private Decontamination(NgramIndex index, ContaminationAction action, string hash, IReadOnlyList<EvaluationSet> sets) =>
        (_index, _action, _hash, Sets) = (index, action, hash, sets);

    /// <summary>The sets, as the manifest tells of them.</summary>
    public IReadOnlyList<EvaluationSet> Sets { get; }

    /// <summary>Whether rows with an overlap are left out.</summary>
    public bool LeavesOut => _action == ContaminationAction.Filter;

    /// <summary>All that the rows that are left out follow from, and what is told of the others.</summary>
    public IEnumerable<string> Parts => ["contamination 1", _hash, LeavesOut ? "left out" : "kept"];

    /// <summary>Reads the evaluation sets that a stage declares; null where there are none.</summary>
    /// <param name="sets">The sets, in the order of the declaration.</param>
    /// <param name="options">Size of n-grams, action, and where files lie.</param>
    /// <param name="cancellationToken">Ends it between two items.</param>
    /// <exception cref="TrainingDataException">A file or a row that cannot be read.</exception>
    public static async Task<Decontamination?> OpenAsync(IReadOnlyList<DatasetDescription> sets, TrainingOptions options, CancellationToken cancellationToken)
    {
        if (sets.Count == 0)
        {
            return null;
        }

        var read = new List<TrainedDataset>();
        foreach (DatasetDescription set in sets)
        {
            IReadOnlyList<string> files = DocumentReader.Locate(set, options.DataDirectory);
            var hashes = new List<string>();
            foreach (string file in files)
            {
                hashes.Add(await Hashes.OfFileAsync(file, cancellationToken).ConfigureAwait(false));
            }

            read.Add(TokenizedDataset.Tell(set, files, hashes, options.DataDirectory));
        }

        NgramIndex index = NgramIndex.Build(
            sets.Select(set => new EvaluationTexts(set.Name, DatasetTexts.Read(set, options.DataDirectory))), options.ContaminationNgramSize, cancellationToken);
        string[] parts =
        [
            options.ContaminationNgramSize.ToString(CultureInfo.InvariantCulture),
            .. sets.Zip(read).SelectMany(set => (string[])
                [set.Second.Sha256, DocumentReader.Form(set.First), set.First.SampleBy, set.First.Field ?? "", .. ConversationTokenizer.PartsOf(set.First)]),
        ];
        return new Decontamination(
            index, options.ContaminationAction, TokenCache.Key(parts),
            [.. read.Zip(index.Sets, (set, known) => new EvaluationSet(set.Name, set.Path, set.Sha256, known.Items, known.Unchecked, known.Phrases))]);
    }

    /// <summary>What of the sets a row has; null for nothing.</summary>
    public TextOverlap? Find(DataRow row) => _index.Find(DatasetTexts.Of(row));

    /// <summary>What a data set has of the sets.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="dataDirectory">The folder that its files are named from; null for whole paths.</param>
    public DatasetContamination Tell(TokenizedDataset dataset, string? dataDirectory) => OverlapCounts.Tell(
        _index, dataset.Description.Name,
        [.. dataset.Files.Zip(dataset.Tokens.Overlaps, (file, overlaps) => (dataDirectory is null ? file : Path.GetRelativePath(dataDirectory, file).Replace('\\', '/'), overlaps))]);

    /// <summary>Refuses data that overlaps the sets, where that is an error.</summary>
    /// <exception cref="TrainingDataException">It does; the message names files, rows and words, and how to mend it.</exception>
    public void Judge(IReadOnlyList<TokenizedDataset> data)
    {
        if (_action != ContaminationAction.Error)
        {
            return;
        }

        DatasetContamination[] found = [.. data.Select(dataset => Tell(dataset, dataDirectory: null)).Where(dataset => dataset.Contaminated > 0)];
        if (found.Length == 0)
        {
            return;
        }

        Overlap first = found[0].Overlaps.First(overlap => overlap.Rows > 0);
        OverlapExample example = first.Examples[0];
        throw new TrainingDataException(
            example.File,
            example.Row,
            string.Create(CultureInfo.InvariantCulture, $"has {example.WordCount} words in a row of {example.Item}, of evaluation set {first.Against}: \"{example.Words}\". ")
            + string.Join(" ", found.SelectMany(ContaminationText.Of)) + " Leave such rows out with contamination_action: filter, train on them with warning, or look at all of them with the command contamination.",
            unit: example.Unit);
    }
}
