namespace Solar.Compiler.Emitting;

/// <summary>The members of a model that could not be built.</summary>
internal static class ModelStub
{
    /// <summary>Everything that emitted code or a user names of a model; its parts are dynamic, since they are not known.</summary>
    public static string Members(string name) => $$"""
        /// <summary>Not known: the declaration has an error.</summary>
        public const int LayerCount = 0;

        /// <summary>Not known: the declaration has an error.</summary>
        public const long ParameterCount = 0;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="placement">Is not looked at.</param>
        public {{name}}(Placement placement = default) : base(nameof({{name}})) => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        public static ModelDescription Description => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        public static ReadOnlySpan<int> LayerMap => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        public static IReadOnlyList<LayerSource> LayerSources => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        public dynamic Model => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        public dynamic LmHead => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        public dynamic Layers => throw Broken;

        /// <inheritdoc/>
        public int MaxPositions => throw Broken;

        /// <inheritdoc/>
        public static IEnumerable<TensorShape> Tensors() => throw Broken;

        /// <inheritdoc/>
        public static IEnumerable<TensorRule> WeightMap() => throw Broken;

        /// <inheritdoc/>
        public static {{name}} Create(Placement placement = default) => throw Broken;

        /// <inheritdoc/>
        public static {{name}} Load(string directory, Placement placement = default) => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="placement">Is not looked at.</param>
        public static {{name}} Load(Placement placement = default) => throw Broken;

        /// <summary>Throws: the declaration has an error.</summary>
        /// <param name="baseDir">Is not looked at.</param>
        /// <param name="outDir">Is not written.</param>
        /// <param name="cancellationToken">Is not looked at.</param>
        public static Task<UpscaleResult> UpscaleAsync(string baseDir, string outDir, CancellationToken cancellationToken = default) =>
            throw Broken;

        /// <inheritdoc/>
        public override Tensor forward(Tensor inputIds) => throw Broken;

        /// <inheritdoc/>
        public Tensor forward(Tensor inputIds, ForwardContext context) => throw Broken;

        /// <inheritdoc/>
        public Tensor Hidden(Tensor inputIds, ForwardContext context) => throw Broken;

        /// <inheritdoc/>
        public Tensor Head(Tensor hidden) => throw Broken;

        /// <inheritdoc/>
        public KeyValueCache CreateCache(long batch, long capacity) => throw Broken;

        /// <inheritdoc/>
        public void Bind(ParameterSource source) => throw Broken;

        /// <inheritdoc/>
        public void Save(string directory) => throw Broken;
        """;
}
