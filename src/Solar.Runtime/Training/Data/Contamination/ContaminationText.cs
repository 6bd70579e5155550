using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Runtime.Training.Data.Contamination;

/// <summary>What data sets have of evaluation sets, in words.</summary>
internal static class ContaminationText
{
    // So many rows are named; the manifest has more.
    private const int Told = 3;

    /// <summary>A sentence for each evaluation set of which there is anything.</summary>
    public static IEnumerable<string> Of(DatasetContamination dataset) => dataset.Overlaps.Where(overlap => overlap.Rows > 0).Select(overlap =>
    {
        string places = string.Join("; ", overlap.Examples.Take(Told).Select(example => example.Place)) + (overlap.Rows > Told ? "; …" : "");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{overlap.Rows} of {dataset.Rows} rows of {dataset.Name} overlap {overlap.Items} {(overlap.Items == 1 ? "item" : "items")} of {overlap.Against} ({overlap.Share:P1}): {places}.");
    });
}
