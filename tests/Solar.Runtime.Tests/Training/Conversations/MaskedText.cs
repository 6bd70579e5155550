using System.Collections.Generic;
using System.Text;

namespace Solar.Runtime.Tests.Training.Conversations;

/// <summary>Tokens of a <see cref="ByteTokenizer"/> as text: what is learnt stands between ⟦ and ⟧, ends of lines are seen.</summary>
internal static class MaskedText
{
    public static string Of(IReadOnlyList<int> ids, IReadOnlyList<bool> learnt)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        bool isOpen = false;
        for (int i = 0; i < ids.Count; i++)
        {
            if (learnt[i] != isOpen)
            {
                Flush(text, bytes);
                text.Append(isOpen ? '⟧' : '⟦');
                isOpen = !isOpen;
            }

            if (ids[i] >= ByteTokenizer.FirstByte)
            {
                bytes.Add((byte)(ids[i] - ByteTokenizer.FirstByte));
                continue;
            }

            Flush(text, bytes);
            text.Append(ids[i] switch { 0 => "·", 1 => "‹s›", _ => "‹/s›" });
        }

        Flush(text, bytes);
        return (isOpen ? text.Append('⟧') : text).ToString().Replace("\n", "↵\n", System.StringComparison.Ordinal);
    }

    private static void Flush(StringBuilder text, List<byte> bytes)
    {
        text.Append(Encoding.UTF8.GetString([.. bytes]));
        bytes.Clear();
    }
}
