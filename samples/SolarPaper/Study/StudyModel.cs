using System;
using System.Collections.Generic;
using Solar.Runtime;
using SolarPaper.Controls;
using SolarPaper.Declared;
using TorchSharp;

namespace SolarPaper.Study;

/// <summary>What a model of the study is there for.</summary>
internal enum StudyGroup
{
    /// <summary>It stands for all of the others: the base, and the paper's own.</summary>
    Paper,

    /// <summary>Another value of the paper's m.</summary>
    Sweep,

    /// <summary>Another way to as many layers.</summary>
    Map,

    /// <summary>A model that is not grown.</summary>
    Control,
}

/// <summary>A model of the study: before it is trained on, and after.</summary>
/// <param name="Start">The checkpoint before; null of a model that begins from nothing.</param>
/// <param name="Trained">The stage that trains it on.</param>
/// <param name="Title">What it is, in the tables.</param>
/// <param name="Group">What it is there for.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Load">Loads a checkpoint of its architecture.</param>
internal sealed record StudyModel(string? Start, string Trained, string Title, StudyGroup Group, int Layers, Func<string, ICausalLanguageModel> Load)
{
    /// <summary>All of them; the paper's own is the first.</summary>
    public static IReadOnlyList<StudyModel> All { get; } =
    [
        Of<SolarUpscaled>(nameof(SolarUpscaled), nameof(SolarPretrained), "m = 2: SOLAR's, a quarter of the base", StudyGroup.Paper),
        Of<Drop0>(nameof(Drop0), nameof(Drop0Pretrained), "m = 0: doubled whole", StudyGroup.Sweep),
        Of<Drop1>(nameof(Drop1), nameof(Drop1Pretrained), "m = 1", StudyGroup.Sweep),
        Of<Drop3>(nameof(Drop3), nameof(Drop3Pretrained), "m = 3", StudyGroup.Sweep),
        Of<SmallLlama>(nameof(Base), nameof(BasePretrained), "m = 4: the base itself, trained on", StudyGroup.Sweep),
        Of<Expanded>(nameof(Expanded), nameof(ExpandedPretrained), "LLaMA Pro: layers that add nothing yet", StudyGroup.Map),
        Of<Stacked>(nameof(Stacked), nameof(StackedPretrained), "stacked: the upper half again on top", StudyGroup.Map),
        Of<Interleaved>(nameof(Interleaved), nameof(InterleavedPretrained), "interleaved: middle layers twice in a row", StudyGroup.Map),
        Of<Averaged>(nameof(Averaged), nameof(AveragedPretrained), "inserted: means of neighbours", StudyGroup.Map),
        Of<FromNothing>(null, nameof(FromNothingPretrained), "from nothing, the continuation's tokens", StudyGroup.Control),
        Of<FromNothing>(null, nameof(FromNothingTrainedLong), "from nothing, the base's tokens and the continuation's", StudyGroup.Control),
    ];

    private static StudyModel Of<TModel>(string? start, string trained, string title, StudyGroup group)
        where TModel : torch.nn.Module, ICausalLanguageModel, IModelDefinition<TModel> =>
        new(start, trained, title, group, TModel.Description.LayerCount, directory => TModel.Load(directory));
}
