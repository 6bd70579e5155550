using System;
using System.IO;
using System.Reflection;
using Solar.Lab.CommandLine;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using static TorchSharp.torch;

namespace Solar.Lab.Building;

/// <summary>A model that begins from nothing: drawn from a seed, and given a tokenizer. Whoever touches this class loads TorchSharp.</summary>
internal static class InitialModel
{
    /// <summary>Writes its checkpoint.</summary>
    /// <param name="type">The emitted type.</param>
    /// <param name="node">Where to.</param>
    /// <param name="settings">The seed and the tokenizer.</param>
    /// <exception cref="CommandException">The folder of the tokenizer is not there.</exception>
    public static void Write(Type type, BuildNode node, BuildSettings settings)
    {
        string? tokenizer = settings.TokenizerDirectory is { } folder ? Path.Combine(settings.DataDirectory, folder) : null;
        if (tokenizer is not null && !Directory.Exists(tokenizer))
        {
            throw new CommandException($"{node.SimpleName} begins from nothing and is to have the tokenizer of {tokenizer}, which is not there.");
        }

        MethodInfo write = typeof(InitialModel).GetMethod(nameof(WriteAs), BindingFlags.NonPublic | BindingFlags.Static)!;
        write.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [node.Directory, tokenizer, settings.Seed], culture: null);
    }

    private static void WriteAs<TModel>(string directory, string? tokenizer, int seed)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using var generator = new Generator((ulong)seed);
        using TModel model = TModel.Create(new Placement(Generator: generator));
        Checkpoint.Save(model, directory, tokenizerFrom: tokenizer);
    }
}
