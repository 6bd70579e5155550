using System;
using System.Linq;
using System.Reflection;
using Solar.Compiler.Files;
using Solar.Runtime;
using Solar.Specs;
using static TorchSharp.torch;

namespace Solar.Lab.Compilation;

/// <summary>The users' own modules among the assemblies of this process, for declarations that it compiles itself.</summary>
internal static class LoadedModules
{
    /// <summary>What is known of a name.</summary>
    public static OwnModule Read(OwnModuleName name) => Find(name) is { } type
        ? new OwnModule(name, FullName(type), Fault(type), Tensors(type))
        : OwnModule.Unusable(name, "no assembly that this process has loaded has such a type");

    /// <summary>The file of the assembly that a module is in; null where there is none.</summary>
    public static string? FileOf(OwnModuleName name) => Find(name)?.Assembly.Location is { Length: > 0 } file ? file : null;

    private static Type? Find(OwnModuleName name)
    {
        Assembly[] assemblies = [.. AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic)];
        for (string space = name.Namespace; ; space = space[..Math.Max(0, space.LastIndexOf('.'))])
        {
            string fullName = space.Length == 0 ? name.Written : $"{space}.{name.Written}";
            for (string metadata = fullName; ;)
            {
                if (assemblies.Select(assembly => assembly.GetType(metadata)).FirstOrDefault(found => found is not null) is { } type)
                {
                    return type;
                }

                int dot = metadata.LastIndexOf('.');
                if (dot < 0)
                {
                    break;
                }

                metadata = metadata[..dot] + "+" + metadata[(dot + 1)..];
            }

            if (space.Length == 0)
            {
                return null;
            }
        }
    }

    private static string FullName(Type type) => type.FullName!.Replace('+', '.');

    private static string? Fault(Type type) =>
        type.IsAbstract || type.IsGenericType || !type.IsVisible ? OwnModule.Unmakeable
        : !type.IsSubclassOf(typeof(nn.Module<Tensor, Tensor>)) ? OwnModule.NoModule
        : !type.IsAssignableTo(typeof(IOwnModule)) ? OwnModule.Unbound
        : !type.GetConstructors().Any(IsConventional) ? OwnModule.NoConstructor
        : type.Assembly.Location.Length == 0 ? "its assembly is no file, so that nothing can be compiled against it"
        : null;

    private static bool IsConventional(ConstructorInfo constructor)
    {
        ParameterInfo[] parameters = constructor.GetParameters();
        return parameters.Length >= 3
            && parameters[0].ParameterType == typeof(Placement)
            && IsSize(parameters[1], "hiddenSize")
            && IsSize(parameters[2], "intermediateSize")
            && parameters.Skip(3).All(parameter => parameter.IsOptional);
    }

    private static bool IsSize(ParameterInfo parameter, string name) =>
        parameter.Name == name && (parameter.ParameterType == typeof(int) || parameter.ParameterType == typeof(long));

    private static EquatableArray<string> Tensors(Type type) =>
        type.GetCustomAttributes<ModuleTensorAttribute>(inherit: false).Select(tensor => OwnTensors.Write(tensor.Name, tensor.Shape)).ToEquatableArray();
}
