using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>The members of stages, merges and data sets that could not be built.</summary>
internal static class CheckpointStub
{
    /// <summary>What a stage has beside its checkpoint.</summary>
    /// <param name="kind">What it does.</param>
    public static string Training(StageKind kind) => $"""
        /// <summary>Throws: the declaration has an error.</summary>
        public static {kind}Options Defaults => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="options">Is not looked at.</param>
        /// <param name="progress">Is told nothing.</param>
        /// <param name="cancellationToken">Is not looked at.</param>
        public static Task<TrainingResult> TrainAsync(
            {kind}Options options, IProgress<TrainingStep>? progress = null, CancellationToken cancellationToken = default) => throw Broken;
        """;

    /// <summary>What a data set has.</summary>
    public const string Dataset = """
        /// <summary>Throws: the declaration has an error.</summary>
        public static DatasetDescription Description => throw Broken;
        """;

    /// <summary>What a stage has.</summary>
    /// <param name="type">The model's type; null where it is not known.</param>
    public static string Stage(string? type) => $"""
        /// <summary>Throws: the declaration has an error.</summary>
        public static StageDescription Stage => throw Broken;

        {Load(type)}
        """;

    /// <summary>What a merge has.</summary>
    /// <param name="type">The model's type; null where it is not known.</param>
    public static string Merge(string? type) => $"""
        /// <summary>Throws: the declaration has an error.</summary>
        public static MergeDescription Description => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="arguments">Are not looked at.</param>
        public static Task<MergeResult> MergeAsync(params object?[] arguments) => throw Broken;

        {Load(type)}
        """;

    /// <summary>What whatever has weights has. Where the model is not known its type is dynamic, so that whatever is done with it compiles.</summary>
    /// <param name="type">The model's type; null where it is not known.</param>
    public static string Load(string? type) => $"""
        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="directory">Is not read.</param>
        /// <param name="placement">Is not looked at.</param>
        public static {type ?? "dynamic"} Load(string directory, Placement placement = default) => throw Broken;
        """;
}
