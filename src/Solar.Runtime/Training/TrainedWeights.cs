using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The weights of a run and their data types: as they are loaded, trained, stored in states and written in the end.</summary>
internal static class TrainedWeights
{
    /// <summary>
    /// Loads a model to train. In bfloat16 the float32 originals come from the stored weights themselves and not from their rounding.
    /// </summary>
    public static (TModel Model, IReadOnlyDictionary<string, Tensor>? Masters) Load<TModel>(TrainingOptions options)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        Device target = device(options.Device);
        TModel model = TModel.Load(options.ModelDirectory, new Placement(target, options.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32));
        if (!options.Bf16)
        {
            return (model, null);
        }

        using TModel wide = TModel.Load(options.ModelDirectory, new Placement(target, ScalarType.Float32));
        return (model, wide.named_parameters().ToDictionary(
            pair => pair.name, pair => pair.parameter.detach().DetachFromDisposeScope(), StringComparer.Ordinal));
    }

    /// <exception cref="TrainingOptionException">A model in memory is of another type than the run is to compute in.</exception>
    public static void CheckType(nn.Module model, TrainingOptions options)
    {
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            bool isNarrow = parameter.dtype is ScalarType.BFloat16 or ScalarType.Float16;
            if (isNarrow != options.Bf16 || parameter.dtype == ScalarType.Float16)
            {
                throw new TrainingOptionException(
                    nameof(TrainingOptions.Bf16),
                    $"is {options.Bf16}, and the model's '{name}' is {parameter.dtype}; create it with a Placement of {(options.Bf16 ? "BFloat16" : "Float32")}.");
            }
        }
    }

    /// <summary>The type of the trained checkpoint: as declared, else as the weights that it starts from are stored.</summary>
    public static ScalarType OutputType(ModelDescription description, nn.Module model, string modelDirectory)
    {
        if (description.Dtype is string declared && TensorDtypes.ParseConfig(declared) is TensorDtype dtype)
        {
            return TensorTypes.Of(dtype);
        }

        if (!File.Exists(Path.Combine(modelDirectory, CheckpointFiles.Config)))
        {
            return model.parameters().First().dtype;
        }

        using CheckpointReader stored = CheckpointReader.Open(modelDirectory);
        return TensorTypes.Of(stored.Tensors.Values.First().Info.Dtype);
    }

    /// <summary>Writes the weights as the optimiser holds them, in Hugging Face's layout.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parameters">What is trained of it.</param>
    /// <param name="directory">A folder that is not there yet.</param>
    /// <param name="options">Type of the stored weights and further files.</param>
    public static void Save<TModel>(TModel model, TrainedParameters parameters, string directory, SaveOptions options)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using TModel bound = TModel.Create(Placement.Meta);
        bound.Bind(new TrainedParameterSource(model, parameters));
        Checkpoint.Save(bound, directory, tokenizerFrom: null, options);
    }
}
