namespace System.Buffers.Text;

internal static class Base64Url
{
    public static byte[] DecodeFromChars(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='));
    }
}
