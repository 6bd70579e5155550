using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Inspection;

namespace SolarPaper.Study;

/// <summary>How far each layer's input lies from what it was used to, over the seeds.</summary>
/// <param name="BySeed">The layers of each seed, bottom first.</param>
internal sealed record SeedsJumps(IReadOnlyList<IReadOnlyList<LayerJump>> BySeed)
{
    /// <summary>Mean distance of each layer, bottom first.</summary>
    public IReadOnlyList<double> Means => [.. BySeed[0].Select((_, layer) => BySeed.Average(seed => seed[layer].Distance))];
}
