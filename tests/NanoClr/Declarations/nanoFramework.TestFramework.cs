using System;

namespace nanoFramework.TestFramework
{
    [AttributeUsage(AttributeTargets.Class)]
    public class TestClassAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Method)]
    public class TestMethodAttribute : Attribute
    {
    }

    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public class DataRowAttribute : Attribute
    {
        public extern DataRowAttribute(params object[] arguments);
    }

    public sealed class Assert
    {
        public static extern void AreEqual(bool expected, bool actual, string message = "");

        public static extern void AreEqual(char expected, char actual, string message = "");

        public static extern void AreEqual(int expected, int actual, string message = "");

        public static extern void AreEqual(long expected, long actual, string message = "");

        public static extern void AreEqual(string expected, string actual, string message = "");

        public static extern void AreEqual(uint expected, uint actual, string message = "");

        public static extern void AreSame(object expected, object actual, string message = "");

        public static extern void IsFalse(bool condition, string message = "");

        public static extern void IsNotNull(object value, string message = "");

        public static extern void IsNull(object value, string message = "");

        public static extern void IsTrue(bool condition, string message = "");

        public static extern void SkipTest(string message = null);
    }
}
