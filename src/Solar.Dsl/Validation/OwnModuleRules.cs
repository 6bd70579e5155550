using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether a user's own module is known and its parameters have shapes (SOLAR111, 112).</summary>
internal static class OwnModuleRules
{
    private const string Module = "own_mlp.module", Tensors = "own_mlp.tensors";

    /// <summary>Reports what is missing or malformed; false where no module can be built.</summary>
    public static bool Check(ConfigValues values, Report report)
    {
        if (values.Find(Module) is not { IsNull: false } module || module.AsText().Length == 0)
        {
            report(Rules.UnusableModule, "decoder.own_mlp", "own_mlp", "its 'module' is not written");
            return false;
        }

        if (!module.AsText().Split('.').All(IsIdentifier))
        {
            report(Rules.UnusableModule, "decoder." + Module, module.AsText(), "expected the full name of a type, such as Paper.MyMlp");
            return false;
        }

        if (values.Find(Tensors) is not { Kind: ConfigKind.List } list)
        {
            report(Rules.UnusableModule, "decoder." + Module, module.AsText(), "there is no such type, and without it 'tensors' must be written");
            return false;
        }

        var names = new HashSet<string>();
        foreach (string text in list.AsItems())
        {
            if (!OwnTensors.TryRead(text, name => DecoderFamily.SizeOfOwnModule(values, name), out OwnTensorSpec tensor, out string fault))
            {
                report(Rules.MalformedModuleTensor, "decoder." + Tensors, text, module.AsText(), fault);
                return false;
            }

            if (!names.Add(tensor.Name))
            {
                report(Rules.MalformedModuleTensor, "decoder." + Tensors, text, module.AsText(), "another has the same name");
                return false;
            }
        }

        return true;
    }

    private static bool IsIdentifier(string part) => part.Length > 0 && !char.IsDigit(part[0]) && part.All(c => c == '_' || char.IsLetterOrDigit(c));
}
