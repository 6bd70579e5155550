using System;
using System.Collections.Generic;
using System.IO.Hashing;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using Solar.Runtime;
using Solar.Runtime.Text.Chat;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Data.Conversations;

namespace Solar.Lab.Export;

/// <summary>
/// A data set as JSON lines of the form that an engine reads, by Solar's own readers: renamed fields, filters, formats that the engine does not know
/// and what becomes of bad rows are as the declaration says.
/// </summary>
/// <param name="dataset">The data set.</param>
/// <param name="engine">The engine.</param>
/// <param name="template">The built-in template of the stage; null for another one.</param>
/// <param name="seed">The stage's seed, by which a part is drawn.</param>
internal sealed class ExportedRows(DatasetDescription dataset, ExportEngine engine, TurnFormat? template, int seed)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines.</summary>
    /// <param name="dataDirectory">The folder that the data set's path is relative to.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <exception cref="TrainingDataException">A file that is not there or cannot be read, or a row where the data set does not drop bad ones.</exception>
    public IEnumerable<string> Read(string dataDirectory, CancellationToken cancellationToken)
    {
        var seen = new HashSet<UInt128>();
        IEnumerable<string> lines =
            from file in DocumentReader.Locate(dataset, dataDirectory)
            from row in Rows(file)
            let read = row.Problem is { } problem && dataset.OnBadRow != "drop" ? throw problem : row
            where read.Text is not null && (!dataset.Deduplicate || seen.Add(XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(read.Text))))
            select Line(read);
        foreach (string line in Weighted(Drawn(lines)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return line;
        }
    }

    private IEnumerable<DataRow> Rows(string file) => dataset.Format is null or "text"
        ? DocumentReader.Rows(dataset, file)
        : DocumentReader.Records(dataset, file, new DialogContent(dataset, DialogFormats.Find(dataset, file)));

    // Algorithm R, in the order of the file: every row has the same chance, and only those that are drawn are in memory.
    private IEnumerable<string> Drawn(IEnumerable<string> lines)
    {
        if (dataset.MaxSamples is not > 0)
        {
            return lines;
        }

        var random = new Random(seed);
        var kept = new List<(int Place, string Line)>();
        int place = 0;
        foreach (string line in lines)
        {
            int slot = random.Next(place + 1);
            if (kept.Count < dataset.MaxSamples)
            {
                kept.Add((place, line));
            }
            else if (slot < kept.Count)
            {
                kept[slot] = (place, line);
            }

            place++;
        }

        return kept.OrderBy(row => row.Place).Select(row => row.Line);
    }

    private IEnumerable<string> Weighted(IEnumerable<string> lines)
    {
        double weight = dataset.Weight;
        if (weight.Equals(1.0))
        {
            return lines;
        }

        var random = new Random(seed);
        return lines.SelectMany(line => Enumerable.Repeat(line, (int)weight + (random.NextDouble() < weight - Math.Floor(weight) ? 1 : 0)));
    }

    private string Line(DataRow row) => JsonSerializer.Serialize(row.Dialog is { } dialog ? Of(dialog) : new Dictionary<string, object> { ["text"] = row.Text! }, Json);

    private Dictionary<string, object> Of(Dialog dialog)
    {
        Turn[] turns = [.. Turns(dialog.Messages)];
        if (dialog.Rejected is { } rejected)
        {
            Turn worse = Turns(rejected).Last();
            return engine == ExportEngine.Trl
                ? new() { ["prompt"] = turns[..^1], ["chosen"] = new[] { turns[^1] }, ["rejected"] = new[] { worse } }
                : new() { ["messages"] = turns[..^1], ["chosen"] = turns[^1], ["rejected"] = worse };
        }

        return dialog.Label is not { } label
            ? new() { ["messages"] = turns }
            : engine == ExportEngine.Trl
                ? new() { ["prompt"] = turns[..^1], ["completion"] = new[] { turns[^1] }, ["label"] = label }
                : new() { ["messages"] = turns, ["label"] = label };
    }

    // An input goes into the turn as the template would have written it, since other engines have no place for it; and the sentence above with it.
    private IEnumerable<Turn> Turns(IReadOnlyList<ChatMessage> messages)
    {
        if (template?.DefaultSystemWithInput is { } system && messages[0].Role != ChatMessage.System && messages.FirstOrDefault(message => message.Role == ChatMessage.User)?.Input is not null)
        {
            yield return new Turn(ChatMessage.System, system);
        }

        foreach (ChatMessage message in messages)
        {
            yield return new Turn(message.Role, message.Input is { } input && template?.BeforeInput is { } between ? message.Content + between + input : message.WholeContent);
        }
    }

    private sealed record Turn(
        [property: System.Text.Json.Serialization.JsonPropertyName("role")] string Role,
        [property: System.Text.Json.Serialization.JsonPropertyName("content")] string Content);
}
