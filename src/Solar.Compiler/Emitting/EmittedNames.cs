using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Compiler.Emitting;

/// <summary>The type names that emitted code uses without a namespace, and what each of them means.</summary>
public static class EmittedNames
{
    private static readonly SortedDictionary<string, string> Full = new(StringComparer.Ordinal)
    {
        ["Array"] = "System.Array",
        ["CancellationToken"] = "System.Threading.CancellationToken",
        ["GeneratedCode"] = "System.CodeDom.Compiler.GeneratedCode",
        ["Dictionary"] = "System.Collections.Generic.Dictionary",
        ["IEnumerable"] = "System.Collections.Generic.IEnumerable",
        ["IProgress"] = "System.IProgress",
        ["IReadOnlyList"] = "System.Collections.Generic.IReadOnlyList",
        ["InvalidOperationException"] = "System.InvalidOperationException",
        ["ModuleInitializer"] = "System.Runtime.CompilerServices.ModuleInitializer",
        ["ReadOnlySpan"] = "System.ReadOnlySpan",
        ["Task"] = "System.Threading.Tasks.Task",
        ["Embedding"] = "TorchSharp.Modules.Embedding",
        ["Linear"] = "TorchSharp.Modules.Linear",
        ["LayerNorm"] = "TorchSharp.Modules.LayerNorm",
        ["ModuleList"] = "TorchSharp.Modules.ModuleList",
        ["Module"] = "TorchSharp.torch.nn.Module",
        ["ScalarType"] = "TorchSharp.torch.ScalarType",
        ["Tensor"] = "TorchSharp.torch.Tensor",
        ["functional"] = "TorchSharp.torch.nn.functional",
        ["LayerSource"] = "Solar.LayerMaps.LayerSource",
        ["SolarCatalog"] = "Solar.SolarCatalog",
        ["ContaminationAction"] = "Solar.ContaminationAction",
        ["EdgeToken"] = "Solar.EdgeToken",
        ["ExcessLength"] = "Solar.ExcessLength",
        ["NewTokens"] = "Solar.NewTokens",
        ["Packing"] = "Solar.Packing",
        ["PreferenceLoss"] = "Solar.PreferenceLoss",
        ["SchedulerType"] = "Solar.SchedulerType",
        ["LearningRateScale"] = "Solar.Runtime.Training.LearningRateScale",
        ["DecayType"] = "Solar.DecayType",
        ["VocabularyPolicy"] = "Solar.VocabularyPolicy",
        ["MergeRecipe"] = "Solar.Plans.MergeRecipe",
        ["MergeRecipeInput"] = "Solar.Plans.MergeRecipeInput",
        ["MergeRecipeSlice"] = "Solar.Plans.MergeRecipeSlice",
        ["MergeRecipeSource"] = "Solar.Plans.MergeRecipeSource",
        ["EquatableArray"] = "Solar.Specs.EquatableArray",
        ["MergeParameter"] = "Solar.Specs.MergeParameter",
        ["MergeSetting"] = "Solar.Specs.MergeSetting",
        ["DatasetDescription"] = "Solar.Runtime.DatasetDescription",
        ["ICausalLanguageModel"] = "Solar.Runtime.ICausalLanguageModel",
        ["ICheckpointDefinition"] = "Solar.Runtime.ICheckpointDefinition",
        ["IMergeDefinition"] = "Solar.Runtime.IMergeDefinition",
        ["IModelDefinition"] = "Solar.Runtime.IModelDefinition",
        ["IStageDefinition"] = "Solar.Runtime.IStageDefinition",
        ["MergeDescription"] = "Solar.Runtime.MergeDescription",
        ["ModelDescription"] = "Solar.Runtime.ModelDescription",
        ["Placement"] = "Solar.Runtime.Placement",
        ["StageDescription"] = "Solar.Runtime.StageDescription",
        ["Checkpoint"] = "Solar.Runtime.Checkpoints.Checkpoint",
        ["CheckpointMerges"] = "Solar.Runtime.Checkpoints.CheckpointMerges",
        ["MergeOptions"] = "Solar.Runtime.Checkpoints.Merging.MergeOptions",
        ["MergeResult"] = "Solar.Runtime.Checkpoints.Merging.MergeResult",
        ["CheckpointException"] = "Solar.Runtime.Checkpoints.CheckpointException",
        ["ParameterSource"] = "Solar.Runtime.Checkpoints.ParameterSource",
        ["TensorRule"] = "Solar.Runtime.Checkpoints.TensorRule",
        ["TensorShape"] = "Solar.Runtime.Checkpoints.TensorShape",
        ["UpscaleResult"] = "Solar.Runtime.Checkpoints.UpscaleResult",
        ["Upscaling"] = "Solar.Runtime.Checkpoints.Upscaling",
        ["WeightsFolder"] = "Solar.Runtime.Checkpoints.WeightsFolder",
        ["AlibiSlopes"] = "Solar.Runtime.Layers.AlibiSlopes",
        ["AttentionInputs"] = "Solar.Runtime.Layers.AttentionInputs",
        ["Conv1D"] = "Solar.Runtime.Layers.Conv1D",
        ["ForwardContext"] = "Solar.Runtime.Layers.ForwardContext",
        ["GemmaRmsNorm"] = "Solar.Runtime.Layers.GemmaRmsNorm",
        ["Kernels"] = "Solar.Runtime.Layers.Kernels",
        ["KeyValueCache"] = "Solar.Runtime.Layers.KeyValueCache",
        ["MixtureOfExperts"] = "Solar.Runtime.Layers.MixtureOfExperts",
        ["OwnModule"] = "Solar.Runtime.Layers.OwnModule",
        ["PositionIds"] = "Solar.Runtime.Layers.PositionIds",
        ["RmsNorm"] = "Solar.Runtime.Layers.RmsNorm",
        ["RopeScaling"] = "Solar.Runtime.Layers.RopeScaling",
        ["RotaryTable"] = "Solar.Runtime.Layers.RotaryTable",
        ["TorchLibrary"] = "Solar.Runtime.Native.TorchLibrary",
        ["AlignTuneOptions"] = "Solar.Runtime.Training.AlignTuneOptions",
        ["AlignmentRun"] = "Solar.Runtime.Training.AlignmentRun",
        ["Batch"] = "Solar.Runtime.Training.Batch",
        ["IAlignTuneDefinition"] = "Solar.Runtime.Training.IAlignTuneDefinition",
        ["IInstructionTuneDefinition"] = "Solar.Runtime.Training.IInstructionTuneDefinition",
        ["IPretrainDefinition"] = "Solar.Runtime.Training.IPretrainDefinition",
        ["InstructionTuneOptions"] = "Solar.Runtime.Training.InstructionTuneOptions",
        ["Losses"] = "Solar.Runtime.Training.Losses",
        ["MicroBatch"] = "Solar.Runtime.Training.MicroBatch",
        ["AnswerLogProbs"] = "Solar.Runtime.Training.Preferences.AnswerLogProbs",
        ["PairLogProbs"] = "Solar.Runtime.Training.Preferences.PairLogProbs",
        ["PreferenceException"] = "Solar.Runtime.Training.Preferences.PreferenceException",
        ["PreferenceBatch"] = "Solar.Runtime.Training.PreferenceBatch",
        ["PreferenceMicroBatch"] = "Solar.Runtime.Training.PreferenceMicroBatch",
        ["PretrainOptions"] = "Solar.Runtime.Training.PretrainOptions",
        ["TrainingDataException"] = "Solar.Runtime.Training.TrainingDataException",
        ["TrainingDivergedException"] = "Solar.Runtime.Training.TrainingDivergedException",
        ["TrainingResult"] = "Solar.Runtime.Training.TrainingResult",
        ["TrainingRun"] = "Solar.Runtime.Training.TrainingRun",
        ["TrainingStep"] = "Solar.Runtime.Training.TrainingStep",
    };

    /// <summary>The names, in ordinal order. A program in which one of them means something else says so by <see cref="EmitContext.TakenNames"/>.</summary>
    public static IReadOnlyCollection<string> All => Full.Keys;

    /// <summary>The type of a name, in full; null where emitted code has no such name.</summary>
    public static string? FullName(string name) => Full.TryGetValue(name, out string? full) ? full : null;

    /// <summary>A name of a checkpoint in C# casing: <c>q_proj</c> is <c>QProj</c>, <c>ln_1</c> is <c>Ln1</c>.</summary>
    public static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    /// <summary>Names of emitted members and nested types of a model, which its class cannot have itself.</summary>
    public static IReadOnlyCollection<string> ModelMembers { get; } =
    [
        "Attention", "Backbone", "Bind", "Create", "CreateCache", "DecoderLayer", "Description", "EmbedOut", "Expert", "FinalLogitSoftcapping",
        "GatedMlp", "GptNeox", "Head", "Hidden", "HiddenSize", "InitializerRange", "LayerCount", "LayerMap", "LayerNormEps", "LayerSources",
        "Layers", "LmHead", "Load", "MaxPositionEmbeddings", "MaxPositions", "Mlp", "Model", "NormEps", "ParameterCount", "RegisterComponents", "RmsNormEps",
        "Save", "SharedExpertMlp", "SparseMoe", "Tensors", "Transformer", "UpscaleAsync", "VocabSize", "WeightMap", "forward",
    ];

    /// <summary>Names of emitted members of a stage.</summary>
    public static IReadOnlyCollection<string> StageMembers { get; } = ["Defaults", "Load", "Stage", "TrainAsync"];

    /// <summary>Names of emitted members of a merge.</summary>
    public static IReadOnlyCollection<string> MergeMembers { get; } = ["Description", "Load", "MergeAsync"];

    /// <summary>Names of emitted members of a data set.</summary>
    public static IReadOnlyCollection<string> DatasetMembers { get; } = ["Description"];
}
