using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether the users' own modules are known and their parameters have shapes (SOLAR111, 112), and what attention may say beside one (SOLAR108).</summary>
internal static class OwnModuleRules
{
    // How attention computes, which a module of one's own says itself. Heads, window and pattern are facts of the model around it.
    private static readonly string[] Computing =
        ["attention.qkv_bias", "attention.output_bias", "attention.qk_norm", "attention.query_pre_attn_scalar", "attention.attn_logit_softcapping"];

    /// <summary>Reports what is missing or malformed; false where no module can be built.</summary>
    public static bool Check(ConfigValues values, Report report)
    {
        IReadOnlyList<string> components = DecoderFamily.Components(values);
        return OwnComponent.All.Where(component => components.Contains(component.Word)).All(component => CheckModule(values, component, report))
            && (!components.Contains(OwnComponent.Attention.Word) || CheckAttention(values, report));
    }

    private static bool CheckAttention(ConfigValues values, Report report)
    {
        foreach (string key in Computing.Where(key => Says(values, key)))
        {
            report(Rules.ComponentsExclude, "decoder." + key, OwnComponent.Attention.Word, key, "the module says itself how it computes");
            return false;
        }

        return true;
    }

    // config.json has every key, so that a default says nothing.
    private static bool Says(ConfigValues values, string key) =>
        values.Find(key) is { IsNull: false } written
        && !(written.Kind is ConfigKind.Integer or ConfigKind.Number && written.AsNumber().Equals(0.0))
        && written.Canonical != DecoderVocabulary.All.Find(key)?.Default?.Canonical;

    private static bool CheckModule(ConfigValues values, OwnComponent component, Report report)
    {
        if (values.Find(component.ModuleKey) is not { IsNull: false } module || module.AsText().Length == 0)
        {
            report(Rules.UnusableModule, "decoder." + component.Word, component.Word, component.Role, "its 'module' is not written");
            return false;
        }

        if (!module.AsText().Split('.').All(IsIdentifier))
        {
            report(Rules.UnusableModule, "decoder." + component.ModuleKey, module.AsText(), component.Role, "expected the full name of a type, such as Paper.Mine");
            return false;
        }

        if (values.Find(component.TensorsKey) is not { Kind: ConfigKind.List } list)
        {
            report(Rules.UnusableModule, "decoder." + component.ModuleKey, module.AsText(), component.Role, "there is no such type, and without it 'tensors' must be written");
            return false;
        }

        var names = new HashSet<string>();
        foreach (string text in list.AsItems())
        {
            if (!OwnTensors.TryRead(text, name => DecoderFamily.SizeOf(values, component, name), out OwnTensorSpec tensor, out string fault))
            {
                report(Rules.MalformedModuleTensor, "decoder." + component.TensorsKey, text, module.AsText(), fault);
                return false;
            }

            if (!names.Add(tensor.Name))
            {
                report(Rules.MalformedModuleTensor, "decoder." + component.TensorsKey, text, module.AsText(), "another has the same name");
                return false;
            }
        }

        return true;
    }

    private static bool IsIdentifier(string part) => part.Length > 0 && !char.IsDigit(part[0]) && part.All(c => c == '_' || char.IsLetterOrDigit(c));
}
