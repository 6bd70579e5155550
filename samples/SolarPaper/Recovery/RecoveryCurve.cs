using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace SolarPaper.Recovery;

/// <summary>How the loss of one model falls.</summary>
/// <param name="Name">The model.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Points">Losses on the held-out text, by the tokens that were trained on before; 0 first.</param>
internal sealed record RecoveryCurve(string Name, int Layers, IReadOnlyList<(long Tokens, double Loss)> Points)
{
    public double Start => Points[0].Loss;

    public double End => Points[^1].Loss;

    /// <summary>What of the way from its start to the base's loss it has gone at a loss.</summary>
    public double Share(double loss, double baseLoss) => (Start - loss) / (Start - baseLoss);

    /// <summary>Tokens of the first evaluation that has gone so much of the way; null where none has.</summary>
    public long? TokensUntil(double share, double baseLoss) => Points.Where(point => Share(point.Loss, baseLoss) >= share).Select(point => (long?)point.Tokens).FirstOrDefault();

    /// <summary>Reads the evaluations from the log of a training.</summary>
    public static RecoveryCurve Read(string name, int layers, double start, string directory)
    {
        List<(long, double)> points = [(0, start)];
        long tokens = 0;
        foreach (JsonElement line in File.ReadLines(Path.Combine(directory, "training_log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement))
        {
            if (line.TryGetProperty("eval_perplexity", out _))
            {
                points.Add((tokens, line.GetProperty("eval_loss").GetDouble()));
            }
            else
            {
                tokens = line.GetProperty("tokens").GetInt64();
            }
        }

        return new RecoveryCurve(name, layers, points);
    }
}
