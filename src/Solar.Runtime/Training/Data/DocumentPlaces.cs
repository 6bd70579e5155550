using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Training.Data;

/// <summary>Where documents stand, for messages.</summary>
internal static class DocumentPlaces
{
    /// <summary>So many places are named in a message.</summary>
    private const int Told = 8;

    /// <summary>File and row of each, such as <c>web.jsonl, line 7; web.jsonl, line 12</c>.</summary>
    public static string Of(IReadOnlyList<TokenizedDataset> data, IEnumerable<DocumentReference> documents)
    {
        string[] places = [.. documents.Select(document => Of(data[document.Dataset], document.Document)).Distinct().Take(Told + 1)];
        return string.Join("; ", places.Take(Told)) + (places.Length > Told ? "; …" : "");
    }

    private static string Of(TokenizedDataset dataset, int document)
    {
        long number = dataset.Tokens[document].Number;
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(dataset.FileOf(document))}, {DocumentReader.Unit(dataset.Description)} {number}");
    }
}
