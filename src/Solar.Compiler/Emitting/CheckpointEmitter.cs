using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>What stages and merges share: their weights load as their model's type.</summary>
internal static class CheckpointEmitter
{
    /// <summary>Writes <c>Load</c>, which gives the model's type.</summary>
    public static void WriteLoad(IndentedWriter writer, DeclarationName from, string modelName)
    {
        string model = Identifiers.Reference(from, modelName);
        writer.Write($"""
            /// <summary>Reads a checkpoint of <see cref="{model}"/>; every name, shape and type is checked before anything is built.</summary>
            /// <param name="directory">The folder with config.json and the safetensors files.</param>
            /// <param name="placement">Device and type of the parameters; what is left open is taken as stored.</param>
            /// <exception cref="CheckpointException">Something is missing, unexpected or of another shape or type; the message names all of it.</exception>
            public static {model} Load(string directory, Placement placement = default) => Checkpoint.Load<{model}>(directory, placement);
            """);
    }
}
