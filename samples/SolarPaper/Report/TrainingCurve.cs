using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace SolarPaper.Report;

/// <summary>What a stage has logged while it was trained.</summary>
/// <param name="Training">The loss of steps, by tokens seen; that of the first step, before any update, at none.</param>
/// <param name="Evaluation">The loss on text that it is not trained on, by tokens seen.</param>
internal sealed record TrainingCurve(IReadOnlyList<CurvePoint> Training, IReadOnlyList<CurvePoint> Evaluation)
{
    private const string Log = "training_log.jsonl";

    /// <summary>Reads the log and the manifest of a checkpoint; null where there is no log.</summary>
    /// <param name="directory">The checkpoint's folder.</param>
    public static TrainingCurve? Read(string directory)
    {
        string file = Path.Combine(directory, Log);
        if (!File.Exists(file))
        {
            return null;
        }

        List<(long Step, long Tokens, double Loss)> steps = [];
        List<(long Step, double Loss)> evaluations = [];
        foreach (JsonElement line in Lines(file))
        {
            if (Number(line, "step") is not { } step)
            {
                continue;
            }

            if (Number(line, "eval_loss") is { } measured && Number(line, "tokens") is null)
            {
                evaluations.Add(((long)step, measured));
            }
            else if (Number(line, "tokens") is { } tokens && Number(line, "loss") is { } loss)
            {
                steps.Add(((long)step, (long)tokens, loss));
            }
        }

        (long Step, long Tokens)[] known = [(0, 0), .. steps.Select(step => (step.Step, step.Tokens))];
        IEnumerable<CurvePoint> first = StageManifest.Find(directory, "first_loss") is { ValueKind: JsonValueKind.Number } start ? [new CurvePoint(0, start.GetDouble())] : [];
        return new TrainingCurve(
            [.. first, .. steps.Select(step => new CurvePoint(step.Tokens, step.Loss))],
            [.. evaluations.Select(evaluation => new CurvePoint(Tokens(known, evaluation.Step), evaluation.Loss))]);
    }

    // Steps between two lines of the log have about as many tokens each.
    private static double Tokens((long Step, long Tokens)[] known, long step)
    {
        int after = Array.FindIndex(known, line => line.Step >= step);
        if (after < 0 || known[after].Step == step)
        {
            return known[after < 0 ? ^1 : after].Tokens;
        }

        ((long leftStep, long left), (long rightStep, long right)) = (known[after - 1], known[after]);
        return left + ((right - left) * ((double)(step - leftStep) / (rightStep - leftStep)));
    }

    // The last line may be torn where the process was killed.
    private static IEnumerable<JsonElement> Lines(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            JsonElement? read = null;
            try
            {
                read = JsonDocument.Parse(line).RootElement;
            }
            catch (JsonException)
            {
            }

            if (read is { ValueKind: JsonValueKind.Object } found)
            {
                yield return found;
            }
        }
    }

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
