namespace Solar.Runtime;

/// <summary>Weights of a model: the model itself, a stage or a merge.</summary>
/// <typeparam name="TModel">The model whose type the weights have.</typeparam>
public interface ICheckpointDefinition<TModel>
{
    /// <summary>Reads the weights from a folder in Hugging Face's layout; every tensor is checked.</summary>
    /// <param name="directory">The folder with config.json and the safetensors files.</param>
    /// <param name="placement">Device and type of the parameters; what is left open is taken as stored.</param>
    static abstract TModel Load(string directory, Placement placement = default);
}
