using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Solar.Compiler.Files;
using Solar.Runtime;
using Solar.Specs;

namespace Solar.Lab.Compilation;

/// <summary>The users' own modules among the assemblies of this process, for declarations that it compiles itself.</summary>
internal static class LoadedModules
{
    /// <summary>What is known of a name.</summary>
    public static OwnModule Read(OwnModuleName name) => Find(name) is { } type
        ? See(name, type)
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

    private static OwnModule See(OwnModuleName name, Type type) => type.Assembly.Location.Length == 0
        ? OwnModule.Unusable(name, "its assembly is no file, so that nothing can be compiled against it")
        : OwnModule.Of(name, new OwnModuleType(Name(type), Tensors(type))
        {
            IsMakeable = !type.IsAbstract && !type.IsGenericType && type.IsVisible,
            IsPublic = type.IsVisible,
            IsBindable = type.IsAssignableTo(typeof(IOwnModule)),
            Bases = [.. Bases(type).Where(found => Name(found) == OwnModuleType.ModuleClass).Select(found => (string[])[.. found.GetGenericArguments().Select(Name)])],
            Constructors = [.. type.GetConstructors().Select(constructor => (OwnModuleParameter[])[.. constructor.GetParameters().Select(Parameter)])],
        });

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? found = type.BaseType; found is not null; found = found.BaseType)
        {
            yield return found;
        }
    }

    private static OwnModuleParameter Parameter(ParameterInfo parameter) => new(Name(parameter.ParameterType), parameter.Name ?? "", parameter.IsOptional);

    // As C# writes it: keywords for its own types, int? for a size that may be missing, no type arguments.
    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? Name(value) + "?"
        : type == typeof(int) ? "int"
        : type == typeof(long) ? "long"
        : type == typeof(double) ? "double"
        : (type.IsGenericType ? type.GetGenericTypeDefinition().FullName!.Split('`')[0] : type.FullName ?? type.Name).Replace('+', '.');

    private static EquatableArray<string> Tensors(Type type) =>
        type.GetCustomAttributes<ModuleTensorAttribute>(inherit: false).Select(tensor => OwnTensors.Write(tensor.Name, tensor.Shape)).ToEquatableArray();
}
