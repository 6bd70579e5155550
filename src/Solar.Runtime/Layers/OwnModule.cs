using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Checkpoints;
using TorchSharp;

namespace Solar.Runtime.Layers;

/// <summary>Modules of the user's own within emitted ones.</summary>
public static class OwnModule
{
    /// <summary>The module, if its parameters are those that its type declares.</summary>
    /// <param name="module">The module as made.</param>
    /// <param name="declared">The declared parameters, named within it.</param>
    /// <exception cref="InvalidOperationException">One is missing, undeclared or of another shape; the message names all of them, as declared and as made.</exception>
    public static T Checked<T>(T module, TensorShape[] declared)
        where T : torch.nn.Module
    {
        Dictionary<string, string> real = module.named_parameters().ToDictionary(pair => pair.name, pair => Text(pair.parameter.shape));
        Dictionary<string, string> expected = declared.ToDictionary(tensor => tensor.Name, tensor => Text(tensor.Shape));
        string[] faults =
        [
            .. expected.Where(pair => real.GetValueOrDefault(pair.Key) != pair.Value)
                .Select(pair => $"'{pair.Key}' is declared as {pair.Value} and is {real.GetValueOrDefault(pair.Key, "missing")}"),
            .. real.Where(pair => !expected.ContainsKey(pair.Key)).Select(pair => $"'{pair.Key}' {pair.Value} is not declared"),
        ];
        return faults.Length == 0
            ? module
            : throw new InvalidOperationException(
                $"The parameters of {typeof(T).FullName} are not those that its [ModuleTensor] attributes declare: {string.Join("; ", faults)}.");
    }

    /// <summary>The module of a tensor where no layer frees what is made on the way: that is freed here, and what comes out is a tensor of its own.</summary>
    /// <param name="module">The module.</param>
    /// <param name="x">The tensor.</param>
    public static torch.Tensor Forward(torch.nn.Module<torch.Tensor, torch.Tensor> module, torch.Tensor x)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(x);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor y = module.forward(x);
        return (ReferenceEquals(y, x) ? x.alias() : y).MoveToOuterDisposeScope();
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
